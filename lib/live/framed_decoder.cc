#include "lib/live/framed_decoder.h"

#include <fmt/format.h>

#include "lib/base/error.h"
#include "lib/signal/signal_file.h"
#include "lib/signal/stream_decoder.h"

namespace mote {
namespace {

std::string kind_of(const Signal& signal, const std::string& type) {
  const size_t axes = signal.axes.size();
  if (type == "int16" && axes == 1 && signal.frame_shape.empty() &&
      signal.axes[0].unit.empty()) {
    return "audio";
  }
  if (type == "uint8" && signal.frame_shape.size() == 2 &&
      (axes == 1 || axes == 3) && signal.rate_hz == 0) {
    return "picture";
  }
  return "series";
}

class FramedDecoder : public Decoder {
 public:
  explicit FramedDecoder(const LiveFormat& declared) : declared_(declared) {}

  Readings decode(const Chunk& chunk) override {
    stream_.push(chunk.bytes);
    for (const std::string& line : stream_.take_notes()) {
      if (faults_.example.empty()) faults_.example = line;
    }
    if (!stream_.description()) return {chunk.arrived_ns, {}};
    if (!described_) take_format();
    Readings readings{chunk.arrived_ns, stream_.take().samples};
    count_faults();
    return readings;
  }

  const LiveFormat* format() const override {
    return described_ ? &format_ : nullptr;
  }
  const DecodeFaults& faults() const override { return faults_; }

 private:
  void take_format() {
    const Signal signal = stream_.description()->empty_signal();
    const std::string type = type_name(signal.samples);
    format_ = {signal.axes, signal.frame_shape, signal.rate_hz, type,
               kind_of(signal, type)};
    if (!declared_.axes.empty()) {
      if (declared_.axes.size() != signal.axes.size()) {
        throw Error(
            fmt::format("{} axes are named, and {} has {}",
                        declared_.axes.size(), stream_.description()->device,
                        signal.axes.size()),
            "--axes", "Name each of them, or none.");
      }
      format_.axes = declared_.axes;
    }
    if (declared_.rate_hz > 0) format_.rate_hz = declared_.rate_hz;
    described_ = true;
  }

  void count_faults() {
    const StreamFacts facts = stream_.facts();
    const auto frame = static_cast<int64_t>(format_.frame_values());
    faults_.broken = facts.damaged;
    faults_.lost = (facts.lost + frame - 1) / frame;
  }

  LiveFormat declared_, format_;
  StreamDecoder stream_;
  bool described_ = false;
  DecodeFaults faults_;
};

}  // namespace

std::unique_ptr<Decoder> make_framed_decoder(const LiveFormat& declared) {
  return std::make_unique<FramedDecoder>(declared);
}

}  // namespace mote
