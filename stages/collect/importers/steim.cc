#include "stages/collect/importers/steim.h"

#include "lib/base/error.h"

namespace mote {
namespace {

constexpr size_t kFrameBytes = 64, kFrameWords = 16;

// `bits` from the low end as a signed number.
int32_t signed_bits(uint32_t word, int bits) {
  const uint32_t shifted = word << (32 - bits);
  return static_cast<int32_t>(shifted) >> (32 - bits);
}

class Decoder {
 public:
  Decoder(std::span<const uint8_t> data, size_t count, bool second,
          bool big_endian, const std::string& name)
      : data_(data),
        count_(count),
        second_(second),
        big_endian_(big_endian),
        name_(name) {}

  std::vector<double> decode() {
    if (data_.size() < kFrameBytes) refuse("has no frame");
    for (size_t frame = 0; frame < data_.size() / kFrameBytes; ++frame) {
      if (differences_.size() >= count_) break;
      take_frame(frame);
    }
    if (differences_.size() < count_) refuse("has too few differences");
    return sum_up();
  }

 private:
  [[noreturn]] void refuse(const std::string& what) const {
    throw Error("the miniSEED file is damaged: packed data " + what, name_,
                "Export it again.");
  }

  uint32_t word(size_t frame, size_t at) const {
    const uint8_t* b = data_.data() + frame * kFrameBytes + at * 4;
    const uint32_t big = uint32_t{b[0]} << 24 | uint32_t{b[1]} << 16 |
                         uint32_t{b[2]} << 8 | uint32_t{b[3]};
    return big_endian_ ? big : __builtin_bswap32(big);
  }

  // The first word of a frame has two bits for each word.
  void take_frame(size_t frame) {
    const uint32_t control = word(frame, 0);
    for (size_t at = 1; at < kFrameWords; ++at) {
      const uint32_t code = control >> (30 - 2 * at) & 3;
      if (frame == 0 && at <= 2) continue;  // the first and the last sample
      if (code != 0) take_word(in_order(word(frame, at), code), code);
    }
  }

  // Bytes and, in Steim 1, halves follow each other in the file in either byte
  // order of words.
  uint32_t in_order(uint32_t packed, uint32_t code) const {
    if (big_endian_) return packed;
    if (code == 1) return __builtin_bswap32(packed);
    if (code == 2 && !second_) return packed << 16 | packed >> 16;
    return packed;
  }

  void take_word(uint32_t packed, uint32_t code) {
    if (code == 1) {
      split(packed, 4, 8);
    } else if (!second_) {
      code == 2 ? split(packed, 2, 16) : split(packed, 1, 32);
    } else {
      take_second(packed, code, packed >> 30);
    }
  }

  // Steim 2: the word's own two upper bits go on where the code ends.
  void take_second(uint32_t packed, uint32_t code, uint32_t sub) {
    if (code == 2 && sub == 1) return split(packed, 1, 30);
    if (code == 2 && sub == 2) return split(packed, 2, 15);
    if (code == 2 && sub == 3) return split(packed, 3, 10);
    if (code == 3 && sub == 0) return split(packed, 5, 6);
    if (code == 3 && sub == 1) return split(packed, 6, 5);
    if (code == 3 && sub == 2) return split(packed, 7, 4);
    refuse("has a code that does not exist");
  }

  // So many differences of so many bits, the first in the highest ones.
  void split(uint32_t packed, int count, int bits) {
    for (int i = count; i-- > 0;) {
      differences_.push_back(
          signed_bits(bits == 32 ? packed : packed >> (i * bits), bits));
    }
  }

  // The first difference leads to the first sample, from the record before.
  std::vector<double> sum_up() const {
    std::vector<double> values(count_);
    uint32_t value = word(0, 1);
    for (size_t i = 0; i < count_; ++i) {
      if (i > 0) value += static_cast<uint32_t>(differences_[i]);
      values[i] = static_cast<int32_t>(value);
    }
    if (value != word(0, 2)) refuse("does not end at the value it names");
    return values;
  }

  std::span<const uint8_t> data_;
  size_t count_;
  bool second_, big_endian_;
  const std::string& name_;
  std::vector<int32_t> differences_;
};

}  // namespace

std::vector<double> decode_steim(std::span<const uint8_t> data, size_t count,
                                 bool second, bool big_endian,
                                 const std::string& name) {
  return Decoder(data, count, second, big_endian, name).decode();
}

}  // namespace mote
