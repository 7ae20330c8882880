// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>
#include <functional>
#include <list>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

// The proxy's two neighbours for tests, on blocking sockets and threads of their own, so that they share no
// code with what is tested: a scripted instance and a plain client. Every wait ends after kPatience.
namespace halftone::proxy::test {

inline constexpr int kPatienceSeconds = 20;

struct Message {
  std::string start;  // request or status line
  std::vector<std::pair<std::string, std::string>> fields;
  std::string body;
  std::string trailer;  // of a chunked body, as sent
  bool whole = false;   // false: the connection ended before

  [[nodiscard]] int status() const;
  // The value of the first field of that name (any case), or "".
  [[nodiscard]] std::string field(std::string_view name) const;
  [[nodiscard]] int count(std::string_view name) const;
};

// One side of a connection.
class Socket {
 public:
  explicit Socket(int fd) : m_fd(fd) {}
  Socket(Socket&& other) noexcept;
  Socket& operator=(Socket&&) = delete;
  ~Socket();

  bool send(std::string_view bytes);  // all of it
  // What is there, at least a byte; "" at the end, after an error or when patience is over.
  [[nodiscard]] std::string receive(std::size_t max = 65'536);
  [[nodiscard]] bool ended();  // whether the peer closes within patience without sending more
  // Whether nothing comes for so long.
  [[nodiscard]] bool isSilentFor(int milliseconds);

  [[nodiscard]] std::optional<Message> readHead();
  // A whole message. `bodiless`: the answer to a HEAD.
  [[nodiscard]] Message read(bool bodiless = false);
  // Exactly so many bytes, fewer at the end.
  [[nodiscard]] std::string readExactly(std::size_t size);

  void finishWriting();
  void reset();  // closes with a reset
  void close();
  void setReceiveBuffer(int bytes);
  [[nodiscard]] int port() const;  // our own

 private:
  void readBody(Message& message, bool bodiless);
  void readChunks(Message& message);
  [[nodiscard]] std::string readLine();
  bool fill();

  int m_fd;
  std::string m_buffer;
};

[[nodiscard]] Socket connectTo(int port, const char* from = "127.0.0.1");

// An instance: runs `script` for each connection, in a thread of its own.
class Instance {
 public:
  using Script = std::function<void(Socket&, int connection)>;
  explicit Instance(Script script);
  ~Instance();
  [[nodiscard]] int port() const { return m_port; }
  [[nodiscard]] std::string address() const { return "127.0.0.1:" + std::to_string(m_port); }
  [[nodiscard]] int connections() const { return m_connections; }
  // Refuses further connections and resets those that are open, as the kernel does for a killed process.
  void kill();

  // A script that answers each request with 200, `name` and its request line, keeping the connection.
  [[nodiscard]] static Script answering(std::string name);

 private:
  void accept();
  void joinEnded();
  Script m_script;
  int m_listener = -1;
  int m_port = 0;
  std::atomic<int> m_connections{0};
  std::atomic<bool> m_ending{false};
  std::mutex m_mutex;
  std::map<int, int> m_open;             // connection number -> descriptor
  std::map<int, std::thread> m_threads;  // by connection number; those that have ended are joined in passing
  std::thread m_acceptor;
};

// An answer with a length.
[[nodiscard]] std::string answer(std::string_view body, std::string_view fields = {}, int status = 200);

}  // namespace halftone::proxy::test
