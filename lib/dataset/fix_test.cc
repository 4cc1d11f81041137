#include "lib/dataset/fix.h"

#include <gtest/gtest.h>

#include "lib/base/error.h"
#include "lib/base/file.h"
#include "lib/dataset/labelling.h"
#include "lib/dataset/sample_table.h"
#include "lib/signal/decode.h"

namespace mote {
namespace {

Signal applied(const std::string& fix, const Signal& signal) {
  return Fix::parse(fix).apply(signal);
}

TEST(Fix, TextsComeBackAsTheyWere) {
  for (const char* text :
       {"trim 0.1 0.9", "remove_dc", "gain -6.5", "rate 44100", "unit m/s2",
        "unit deg C", "unit g of a x,a y", "convert mg"}) {
    EXPECT_EQ(Fix::parse(text).text(), text);
  }
  for (const char* text :
       {"",           "trim",           "trim 1",      "trim 1 0.5",
        "trim -1 2",  "trim 1 2 3",     "remove_dc 1", "gain loud",
        "gain 1000",  "gain nan",       "rate 0",      "rate inf",
        "polish",     "unit",           "unit ",       "unit  g",
        "unit g of ", "unit g of x,,y", "convert",     "convert g of x"}) {
    EXPECT_THROW(Fix::parse(text), Error) << text;
  }
}

TEST(Fix, DoesWhatItSays) {
  const Signal signal = mono_audio(10, {100, 200, 300, 400, 500});
  EXPECT_EQ(applied("trim 0.1 0.3", signal).int16_samples(),
            (std::vector<int16_t>{200, 300}));
  EXPECT_EQ(applied("trim 0.4 9", signal).int16_samples(),
            (std::vector<int16_t>{500}));
  EXPECT_EQ(applied("trim 7 9", signal).int16_samples(),
            (std::vector<int16_t>{500}))
      << "something is left of every recording";
  EXPECT_EQ(applied("remove_dc", signal).int16_samples(),
            (std::vector<int16_t>{-200, -100, 0, 100, 200}));
  EXPECT_EQ(applied("gain 20", signal).int16_samples(),
            (std::vector<int16_t>{1000, 2000, 3000, 4000, 5000}));
  EXPECT_EQ(applied("gain 60", signal).int16_samples()[4], 32767);
  EXPECT_EQ(applied("rate 20", signal).rate_hz, 20);
}

TEST(Fix, WorksAxisByAxis) {
  const Signal signal{
      10, {{"x", ""}, {"y", ""}}, std::vector<float>{1, 10, 3, 30}};
  EXPECT_EQ(std::get<std::vector<float>>(applied("remove_dc", signal).samples),
            (std::vector<float>{-1, -10, 1, 10}));
  EXPECT_EQ(std::get<std::vector<float>>(applied("trim 0.1 1", signal).samples),
            (std::vector<float>{3, 30}));
}

TEST(Fix, RightsAndConvertsUnitsOfTheAxesConcerned) {
  const Signal signal{10,
                      {{"x", "g"}, {"turn", "deg/s"}, {"light", ""}},
                      std::vector<float>{1, 90, 3}};
  const auto values = [](const Signal& of) {
    return std::get<std::vector<float>>(of.samples);
  };
  const Signal right = applied("unit m/s2", signal);
  EXPECT_EQ(right.axes[0].unit, "m/s2");
  EXPECT_EQ(right.axes[1].unit, "deg/s");
  EXPECT_EQ(values(right), values(signal));
  EXPECT_EQ(applied("unit lx of light", signal).axes[2].unit, "lx");
  EXPECT_EQ(applied("unit lx", signal).axes, signal.axes);
  const Signal converted = applied("convert m/s2", signal);
  EXPECT_EQ(converted.axes, right.axes);
  EXPECT_EQ(values(converted), (std::vector<float>{9.80665F, 90, 3}));
  const Signal whole{10, {{"x", "mg"}}, std::vector<int16_t>{500}};
  EXPECT_EQ(values(applied("convert g", whole)), std::vector<float>{0.5F});
}

TEST(Fix, IsDoneWhenARecordingIsOpenedAndNeverToTheOriginal) {
  TemporaryFolder folder;
  Store store(folder.path());
  std::vector<int16_t> sound(16000);
  for (size_t i = 0; i < sound.size(); ++i) {
    sound[i] = static_cast<int16_t>(i % 100);
  }
  const auto file = encode_wav(mono_audio(16000, sound));
  Sample sample;
  sample.id = store.objects().put(file);
  sample.name = "a.wav";
  sample.label = sample.group = "a";
  sample.source = "recorded";
  sample.rate_hz = 16000;
  sample.frames = 16000;
  SampleTable(store).add(sample);
  Labelling labelling(store, {});
  const std::string before = open_dataset(store, {}, 8000).hash();
  labelling.add_fix(Query(), Fix::parse("trim 0.25 0.75"), {});
  const Dataset dataset = open_dataset(store, {}, 8000);
  EXPECT_NE(dataset.hash(), before) << "models made before are stale";
  EXPECT_EQ(dataset.samples()[0].frames, 4000);
  EXPECT_EQ(dataset.signal(dataset.samples()[0]).frame_count(), 4000u);
  EXPECT_EQ(store.objects().get(sample.id), file);
  labelling.clear_fixes(Query(), {});
  EXPECT_EQ(open_dataset(store, {}, 8000).hash(), before);
}

TEST(Exclusion, LeavesASampleOutOfTheDataSet) {
  TemporaryFolder folder;
  Store store(folder.path());
  for (const char* name : {"a", "b"}) {
    Sample sample;
    sample.id = store.objects().put(std::string_view(name));
    sample.name = sample.label = sample.group = name;
    SampleTable(store).add(sample);
  }
  EXPECT_THROW(Labelling(store, {}).exclude(Query::parse("label=a"), {}),
               UsageError)
      << "without a reason";
  Labelling(store, {}).exclude(Query::parse("label=a"), {"", "noise", ""});
  const Dataset dataset = open_dataset(store, {}, 0);
  ASSERT_EQ(dataset.size(), 1u);
  EXPECT_EQ(dataset.samples()[0].name, "b");
}

}  // namespace
}  // namespace mote
