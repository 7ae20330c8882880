// SPDX-License-Identifier: GPL-3.0-or-later
// What the chat costs without sockets: reading and writing frames, and storing messages in SQLite by one node
// and by two that share the file. Messages are appended as fast as they come: what gathers makes a group
// commit.
#include <benchmark/benchmark.h>

#include <QCoreApplication>
#include <QTemporaryDir>

#include "server/chat/protocol.h"
#include "server/chat/sqlitebackplane.h"
#include "server/net/epolldispatcher.h"

using namespace halftone;
using namespace halftone::chat;

namespace {

const std::string& hundredBytes() {
  static const std::string text(100, 'x');
  return text;
}

void readSay(benchmark::State& state) {
  const std::string frame = R"({"type":"say","room":"r3","text":")" + hundredBytes() + R"("})";
  for (auto _ : state) benchmark::DoNotOptimize(readClientFrame(frame, {}));
}
BENCHMARK(readSay);

void writeMessageFrame(benchmark::State& state) {
  const Message message{"r3",          "0123456789abcdef", 123456, "u17", hundredBytes(),
                        1763800000123, "chat-1",           "v1",   {},    0};
  const auto api = state.range(0) == 2 ? ApiVersion::V2 : ApiVersion::V1;
  for (auto _ : state) benchmark::DoNotOptimize(writeMessage(api, message));
}
BENCHMARK(writeMessageFrame)->ArgName("api")->Arg(1)->Arg(2);

class Count : public BackplaneListener {
 public:
  void messageStored(const MessagePtr& message) override { seen += message->session != 0 ? 1 : 0; }
  void messageWasStored(const Draft&, std::uint64_t) override {}
  void messageRefused(const Draft&, const Error&) override { ++refused; }
  void passed(const Passing&) override {}
  std::uint64_t seen = 0;  // own messages
  std::uint64_t refused = 0;
};

struct Store {
  std::unique_ptr<SqliteBackplane> backplane;
  Count count;
};

// `nodes` stores on one file, 100 rooms, each message acknowledged before the round ends.
void storeMessages(benchmark::State& state) {
  constexpr int kMessages = 20000;
  constexpr int kRooms = 100;
  const QTemporaryDir folder;
  Mailbox mailbox;
  if (!mailbox.open()) return state.SkipWithError("no mailbox");
  const auto sync = state.range(1) == 1 ? StoreSync::Full : StoreSync::Normal;
  std::vector<std::unique_ptr<Store>> stores;
  for (int i = 0; i < state.range(0); ++i) {
    auto made = SqliteBackplane::create(
        {folder.filePath(QStringLiteral("chat.db")).toStdString(), sync, std::to_string(i), "v1"}, mailbox);
    if (!made) return state.SkipWithError(made.error().toString().c_str());
    stores.push_back(std::make_unique<Store>());
    stores.back()->backplane = std::move(*made);
    stores.back()->backplane->setListener(&stores.back()->count);
    for (int room = 0; room < kRooms; ++room) {
      stores.back()->backplane->openRoom(std::to_string(room), [](const Result<RoomPosition>&) {});
    }
  }
  std::uint64_t wanted = 0;
  for (auto _ : state) {
    for (int i = 0; i < kMessages; ++i) {
      Store& store = *stores[static_cast<std::size_t>(i) % stores.size()];
      store.backplane->append({std::to_string(i % kRooms), "u17", hundredBytes(), {}, 1});
    }
    wanted += kMessages;
    const auto seen = [&stores] {
      std::uint64_t sum = 0;
      for (const auto& store : stores) sum += store->count.seen + store->count.refused;
      return sum;
    };
    while (seen() < wanted) QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
  }
  for (const auto& store : stores) {
    if (store->count.refused > 0) state.SkipWithError("messages were refused");
  }
  state.SetItemsProcessed(state.iterations() * kMessages);
}
BENCHMARK(storeMessages)
    ->ArgNames({"nodes", "full"})
    ->Args({1, 0})
    ->Args({1, 1})
    ->Args({2, 0})
    ->Args({2, 1})
    ->Unit(benchmark::kMillisecond)
    ->UseRealTime();

}  // namespace

int main(int argc, char* argv[]) {
  QCoreApplication::setEventDispatcher(new net::EpollDispatcher);
  const QCoreApplication application(argc, argv);
  benchmark::Initialize(&argc, argv);
  benchmark::RunSpecifiedBenchmarks();
  return 0;
}
