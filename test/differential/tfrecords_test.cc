// tf.train.Example files between mote and the real TensorFlow, both ways.
#include <gtest/gtest.h>

#include "lib/base/error.h"
#include "lib/base/file.h"
#include "lib/base/process.h"
#include "lib/base/tf_record.h"
#include "lib/dataset/sample_table.h"
#include "stages/collect/import.h"
#include "stages/collect/tfrecord/examples.h"
#include "test/differential/oracles.h"

namespace mote {
namespace {

std::string run_tensorflow(const std::string& word, const fs::path& file) {
  const fs::path script =
      fs::path(MOTE_SOURCE_DIR) / "test" / "differential" / "tf_examples.py";
  const ProcessResult result = run_process(
      {test::tensorflow_python().string(), script.string(), word, file});
  if (result.exit_code != 0) throw Error(result.errors);
  return result.output;
}

Sample sample_named(const std::string& name, const std::string& label) {
  Sample sample;
  sample.name = name;
  sample.label = label;
  sample.group = "anna";
  return sample;
}

TEST(TfRecords, TensorFlowReadsWhatMoteWrites) {
  MOTE_REQUIRE_TENSORFLOW();
  Signal readings;
  readings.rate_hz = 62.5;
  readings.axes = {{"x", "g"}, {"y", "m/s2"}};
  readings.samples = std::vector<float>{1.5f, -2, 3, 4};
  Sample sound = sample_named("b", "hiss");
  sound.kind = "audio";
  auto file = tf_record(example_of(sample_named("a", "wave"), readings, {}));
  const auto second =
      tf_record(example_of(sound, mono_audio(8000, {1, -32768}), {}));
  file.insert(file.end(), second.begin(), second.end());
  const TemporaryFolder folder;
  write_atomically(folder.path() / "a.tfrecord", file);
  EXPECT_EQ(run_tensorflow("read", folder.path() / "a.tfrecord"),
            "wave a anna 62.5 ['x', 'y'] ['g', 'm/s2'] "
            "[[1.5, -2.0], [3.0, 4.0]]\n"
            "hiss b anna 8000.0 ['audio'] [''] [[1], [-32768]]\n");
}

TEST(TfRecords, MoteReadsWhatTensorFlowWrites) {
  MOTE_REQUIRE_TENSORFLOW();
  const TemporaryFolder folder;
  const fs::path file = folder.path() / "a.tfrecord";
  run_tensorflow("write", file);
  Store store(folder.path() / "store");
  mote::Run run = quiet_run();
  EXPECT_EQ(import_recordings(file, store, {}, run).added, 4u);
  const Dataset dataset = open_dataset(store, {}, 0);
  std::map<std::string, Sample> samples;
  for (const Sample& sample : dataset.samples()) samples[sample.label] = sample;
  EXPECT_EQ(samples["7"].kind, "audio");
  EXPECT_EQ(samples["7"].rate_hz, 16000);
  EXPECT_EQ(dataset.signal(samples["7"]).int16_samples(),
            (std::vector<int16_t>{1, -2, 300}));
  EXPECT_EQ(samples["cup"].kind, "picture");
  EXPECT_EQ(dataset.signal(samples["cup"]).frame_shape,
            (std::vector<int>{2, 3}));
  EXPECT_EQ(samples["hiss"].rate_hz, 8000);
  EXPECT_EQ(samples["hiss"].group, "anna");
  EXPECT_EQ(samples["walk"].frames, 2);
  EXPECT_EQ(samples["walk"].axes, 2);
  EXPECT_EQ(samples["walk"].metadata.at("device"), "watch");
}

}  // namespace
}  // namespace mote
