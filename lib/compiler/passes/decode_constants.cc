#include "lib/compiler/passes/decode_constants.h"

#include <algorithm>
#include <cstring>

#include "lib/compiler/refuse.h"

namespace mote {
namespace {

constexpr size_t kHeaderBytes = 16;
enum Kind : uint8_t { kTable = 0, kHuffman = 1, kPruned = 2 };

// Reads bits, the highest of each byte first; zeros follow the last.
class Bits {
 public:
  explicit Bits(const std::vector<uint8_t>& bytes) : bytes_(bytes) {}

  uint32_t take(int count) {
    uint32_t value = 0;
    for (; count > 0; --count, ++place_) {
      const size_t byte = place_ / 8;
      const uint32_t bit =
          byte < bytes_.size() ? bytes_[byte] >> (7 - place_ % 8) & 1 : 0;
      value = value << 1 | bit;
    }
    return value;
  }
  void put_back(int count) { place_ -= static_cast<size_t>(count); }
  // Whether more was taken than there is, up to a whole word.
  bool ended() const { return place_ > (bytes_.size() + 3) / 4 * 32; }

 private:
  const std::vector<uint8_t>& bytes_;
  size_t place_ = 0;
};

// One output of an operator.
class Decoder {
 public:
  Decoder(const Model& model, const Operator& op, size_t output)
      : model_(model),
        op_(op),
        bits_(constant(2 * output)),
        how_(constant(2 * output + 1)),
        output_(model.tensors[op.outputs[output]]),
        value_bytes_(static_cast<size_t>(type_bytes(output_.type))) {
    constexpr size_t kVersion = 1, kOwnVersion = 4;
    require(how_.size() >= kHeaderBytes && how_[kVersion] == 1 &&
                how_[kOwnVersion] == 1 && value_bytes_ > 0,
            "it is packed in a way that mote does not know");
  }

  std::vector<uint8_t> run() && {
    switch (how_[0]) {
      case kTable:
        from_table();
        break;
      case kHuffman:
        from_codes();
        break;
      case kPruned:
        from_pruned();
        break;
      default:
        require(false, "it is packed in a way that mote does not know");
    }
    return std::move(values_);
  }

 private:
  void require(bool fits, const std::string& otherwise) const {
    if (!fits) refuse_operator(model_, op_, otherwise);
  }

  const std::vector<uint8_t>& constant(size_t input) const {
    require(input < op_.inputs.size() && op_.inputs[input] >= 0 &&
                model_.tensors[op_.inputs[input]].constant(),
            "what it decodes is not constant");
    return model_.tensors[op_.inputs[input]].data;
  }

  int64_t channels() const {
    return std::max<int64_t>(
        1, static_cast<int64_t>(output_.quantization.scale.size()));
  }

  // Of value `i`.
  int64_t channel(int64_t i) const {
    const int64_t count = channels();
    const bool last =
        count > 1 &&
        output_.quantization.axis == static_cast<int>(output_.shape.size()) - 1;
    require(last || output_.quantization.axis == 0,
            "its channels are neither its first nor its last dimension");
    return last ? i % count
                : i / std::max<int64_t>(1, output_.elements() / count);
  }

  void require_more() const {
    require(!bits_.ended(), "its packed values end early");
  }

  // Appends value `place` of the table behind the header.
  void append_entry(size_t place) {
    require_more();
    const size_t begin = kHeaderBytes + place * value_bytes_;
    require(begin + value_bytes_ <= how_.size(), "its table ends early");
    const auto from = how_.begin() + static_cast<std::ptrdiff_t>(begin);
    values_.insert(values_.end(), from,
                   from + static_cast<std::ptrdiff_t>(value_bytes_));
  }

  void from_table() {
    constexpr size_t kWidth = 5, kStride = 6;
    const int width = how_[kWidth] & 7;
    require(width > 0, "its indices have no bits");
    for (int64_t i = 0; i < output_.elements(); ++i) {
      const auto row = static_cast<size_t>(channel(i)) * how_[kStride];
      append_entry(row + bits_.take(width));
    }
  }

  void from_pruned() {
    size_t next = 0;
    const std::vector<int64_t>& zeros = output_.quantization.zero_point;
    for (int64_t i = 0; i < output_.elements(); ++i) {
      if (bits_.take(1) != 0) {
        append_entry(next++);
        continue;
      }
      const int64_t zero =
          zeros.empty() ? 0 : zeros[static_cast<size_t>(channel(i))];
      append_number(zero);
    }
  }

  // In as many bytes as a value has.
  void append_number(int64_t number) {
    require_more();
    const size_t at = values_.size();
    values_.resize(at + value_bytes_);
    std::memcpy(values_.data() + at, &number, value_bytes_);
  }

  // A table entry: its highest bit says that it is a symbol; then four bits,
  // how many bits it took or (less one) how many come next; then the symbol or
  // how far the next table lies behind this entry.
  void from_codes() {
    constexpr size_t kForm = 5;
    const bool wide = (how_[kForm] & 1) != 0;
    require(
        output_.type == Type::kInt8 || (wide && output_.type == Type::kInt16),
        "its codes stand for another type");
    const int first_bits = (how_[kForm] >> 4) + 1;
    for (int64_t i = 0; i < output_.elements(); ++i) {
      append_number(next_symbol(first_bits, wide));
    }
  }

  uint32_t next_symbol(int first_bits, bool wide) {
    const int count_shift = wide ? 27 : 11;
    int taken = first_bits;
    size_t place = bits_.take(taken);
    uint32_t entry = table_entry(place, wide);
    while ((entry >> (count_shift + 4) & 1) == 0) {
      taken = static_cast<int>(entry >> count_shift & 15) + 1;
      place += (entry & ((1u << count_shift) - 1)) + bits_.take(taken);
      require_more();
      entry = table_entry(place, wide);
    }
    const int used = static_cast<int>(entry >> count_shift & 15);
    if (taken > used) bits_.put_back(taken - used);
    return entry;
  }

  uint32_t table_entry(size_t place, bool wide) const {
    const size_t size = wide ? 4 : 2, begin = kHeaderBytes + place * size;
    require(begin + size <= how_.size(), "its table ends early");
    uint32_t entry = 0;
    std::memcpy(&entry, how_.data() + begin, size);
    return entry;
  }

  const Model& model_;
  const Operator& op_;
  Bits bits_;
  const std::vector<uint8_t>& how_;
  const Tensor& output_;
  const size_t value_bytes_;
  std::vector<uint8_t> values_;
};

bool decodes(const Operator& op) {
  return op.code == OperatorCode::kCustom && op.custom_name == "TFLM_DECODE";
}

}  // namespace

Model decode_constants(Model model) {
  for (const Operator& op : model.operators) {
    if (!decodes(op)) continue;
    for (size_t i = 0; i < op.outputs.size(); ++i) {
      std::vector<uint8_t> values = Decoder(model, op, i).run();
      model.tensors[op.outputs[i]].data = std::move(values);
    }
  }
  std::erase_if(model.operators, decodes);
  return model;
}

}  // namespace mote
