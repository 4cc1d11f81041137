#include "stages/collect/record/store_take.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "lib/base/utc_time.h"
#include "lib/dataset/sample.h"
#include "lib/signal/decode.h"
#include "lib/signal/picture.h"
#include "lib/signal/signal_file.h"
#include "stages/collect/readings.h"

namespace mote {
namespace {

// WAV knows rates that are whole, and up to 1,024 axes.
bool is_wav(const Take& take) {
  return take.kind == "audio" && take.signal.frame_shape.empty() &&
         take.signal.rate_hz == std::round(take.signal.rate_hz) &&
         std::holds_alternative<std::vector<int16_t>>(take.signal.samples);
}

// PNG knows 8 bits, red, green, blue or grey.
bool is_png(const Take& take) {
  const Signal& signal = take.signal;
  return take.kind == "picture" && signal.frame_shape.size() == 2 &&
         signal.frame_count() == 1 &&
         (signal.axis_count() == 1 || signal.axis_count() == 3) &&
         std::holds_alternative<std::vector<uint8_t>>(signal.samples);
}

struct TakeFile {
  std::vector<uint8_t> bytes;
  const char* ending;
};

TakeFile file_of(const Take& take) {
  if (is_wav(take)) return {encode_wav(take.signal), ".wav"};
  if (is_png(take)) return {encode_png(take.signal), ".png"};
  return {encode_signal(take.signal), ".signal"};
}

// "20261123T050349Z": it can be part of a file's name.
std::string stamp(int64_t seconds) {
  std::string text = utc_text(static_cast<std::time_t>(seconds));
  std::erase_if(text, [](char c) { return c == '-' || c == ':'; });
  return text;
}

std::string name_of(const Take& take, const Sample& sample,
                    const LiveSource& source, const char* ending) {
  return fmt::format("{}/{}_nohash_{}_{:03}.{}{}", sample.label, sample.group,
                     stamp(source.started), take.number, sample.id.substr(0, 8),
                     ending);
}

}  // namespace

void store_take(const Take& take, const LiveSource& source,
                const RecordOptions& options, Store& store,
                ImportReport& report) {
  const TakeFile file = file_of(take);
  // Nobody removes the object before the table refers to it.
  const ObjectStore::Hold hold(store.objects());
  Sample sample;
  sample.id = store.objects().put(file.bytes);
  sample.label = take.label.empty() ? std::string(kUnlabelled) : take.label;
  sample.group = options.group.empty() ? "recorded_" + stamp(source.started)
                                       : options.group;
  sample.source = "recorded";
  sample.name = name_of(take, sample, source, file.ending);
  sample.rate_hz = take.signal.rate_hz;
  sample.frames = static_cast<int64_t>(take.signal.frame_count());
  sample.axes = static_cast<int>(take.signal.axis_count());
  sample.kind = take.kind;
  sample.metadata = source.metadata;
  sample.metadata["recorded_with"] = source.name;
  sample.metadata["recorded_at"] = utc_text(static_cast<std::time_t>(
      source.started + take.begins_ns / 1'000'000'000));
  if (take.measured_hz > 0) {
    sample.metadata["measured_rate_hz"] =
        fmt::format("{:.6g}", take.measured_hz);
  }
  for (const auto& [key, value] : options.metadata) {
    sample.metadata[key] = value;
  }
  add_samples({sample}, store, report);
}

}  // namespace mote
