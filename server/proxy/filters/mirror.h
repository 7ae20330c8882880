// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace halftone::proxy {
class Routes;
class Worker;
}  // namespace halftone::proxy

namespace halftone::proxy::filters {

// Copies of requests on their way to another version, whose answers are read and thrown away. Nobody waits
// for them: a copy that finds no room, no instance or no answer is dropped. One worker's; its thread.
class Mirrors {
 public:
  static constexpr std::size_t kMaxCopies = 64;
  static constexpr std::size_t kMaxRequestBytes = 64 * 1024;
  static constexpr std::size_t kMaxAnswerBytes = 4 * 1024 * 1024;  // more is cut off

  explicit Mirrors(Worker& worker);
  ~Mirrors();
  // Sends the whole request, as it goes to an instance, to an instance of that version.
  void send(const std::shared_ptr<Routes>& routes, std::string_view version, const std::string& request,
            bool isHead);

 private:
  class Copy;
  void remove(Copy& copy);

  Worker& m_worker;
  std::vector<std::unique_ptr<Copy>> m_copies;
  std::vector<std::unique_ptr<Copy>> m_over;  // one of their functions may be running
};

}  // namespace halftone::proxy::filters
