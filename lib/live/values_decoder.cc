#include "lib/live/values_decoder.h"

#include <cmath>
#include <cstring>
#include <limits>

#include "lib/base/error.h"

namespace mote {
namespace {

class ValuesDecoder : public Decoder {
 public:
  explicit ValuesDecoder(const LiveFormat& declared) : format_(declared) {
    if (declared.frame_values() == 0) {
      throw Error("bare values do not say what axes they have", "",
                  "Name them: --axes 'x, y, z'");
    }
  }

  Readings decode(const Chunk& chunk) override {
    rest_.insert(rest_.end(), chunk.bytes.begin(), chunk.bytes.end());
    Readings readings{chunk.arrived_ns, no_values(format_.type)};
    std::visit([&](auto& values) { take(values); }, readings.values);
    return readings;
  }

  const LiveFormat* format() const override { return &format_; }
  const DecodeFaults& faults() const override { return faults_; }

 private:
  // As many whole frames as there are.
  template <class Value>
  void take(std::vector<Value>& values) {
    const size_t frame = format_.frame_values();
    const size_t frames = rest_.size() / (frame * sizeof(Value));
    values.resize(frames * frame);
    const size_t size_bytes = values.size() * sizeof(Value);
    if (size_bytes == 0) return;
    std::memcpy(values.data(), rest_.data(), size_bytes);
    rest_.erase(rest_.begin(),
                rest_.begin() + static_cast<std::ptrdiff_t>(size_bytes));
    if constexpr (std::is_same_v<Value, float>) {
      for (float& value : values) {
        if (std::isinf(value)) value = std::numeric_limits<float>::quiet_NaN();
      }
    }
  }

  LiveFormat format_;
  std::vector<uint8_t> rest_;
  DecodeFaults faults_;
};

}  // namespace

std::unique_ptr<Decoder> make_values_decoder(const LiveFormat& declared) {
  return std::make_unique<ValuesDecoder>(declared);
}

}  // namespace mote
