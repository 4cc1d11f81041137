#include "stages/collect/record/store_take.h"

#include <gtest/gtest.h>

#include "lib/base/file.h"
#include "lib/dataset/sample_table.h"
#include "lib/signal/decode.h"
#include "lib/signal/open.h"

namespace mote {
namespace {

Sample stored(const Take& take, Store& store) {
  LiveSource source;
  source.name = "test";
  RecordOptions options;
  options.group = "anna";
  ImportReport report;
  store_take(take, source, options, store, report);
  EXPECT_EQ(report.added, 1u);
  return SampleTable(store).list().back();
}

// What is stored is a file of its kind, and the signal again.
TEST(StoreTake, StoresEachKindAsWhatOthersRead) {
  Take sound{mono_audio(16000, {1, -2, 3}), "audio", "a"};
  Take readings{{50, {{"x", "g"}}, std::vector<float>{1, 2}}, "series", "b"};
  Take picture{{0,
                {{"red", ""}, {"green", ""}, {"blue", ""}},
                std::vector<uint8_t>{1, 2, 3, 4, 5, 6},
                {1, 2}},
               "picture",
               "c"};
  const std::pair<Take*, const char*> kCases[] = {
      {&sound, ".wav"}, {&readings, ".signal"}, {&picture, ".png"}};
  for (const auto& [take, ending] : kCases) {
    const TemporaryFolder folder;
    Store store(folder.path());
    const Sample sample = stored(*take, store);
    EXPECT_TRUE(sample.name.ends_with(ending)) << sample.name;
    EXPECT_EQ(sample.kind, take->kind);
    const Signal again =
        open_signal(store.objects().get(sample.id), 0, sample.name);
    EXPECT_EQ(again.samples, take->signal.samples);
    EXPECT_EQ(again.frame_shape, take->signal.frame_shape);
  }
}

}  // namespace
}  // namespace mote
