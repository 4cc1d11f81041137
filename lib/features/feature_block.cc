#include "lib/features/feature_block.h"

#include <fmt/format.h>

#include <map>

namespace mote {

int64_t FeatureConstant::bytes() const {
  static const std::map<std::string, int64_t> sizes = {
      {"int8_t", 1},   {"uint8_t", 1},  {"int16_t", 2}, {"uint16_t", 2},
      {"int32_t", 4},  {"uint32_t", 4}, {"float", 4},   {"int64_t", 8},
      {"uint64_t", 8}, {"double", 8}};
  const auto size = sizes.find(cpp_type);
  return size == sizes.end()
             ? 0
             : size->second * static_cast<int64_t>(values.size());
}

std::vector<std::string> FeatureConstant::literals() const {
  std::vector<std::string> texts;
  for (const double value : values) {
    if (cpp_type != "float") {
      texts.push_back(fmt::format("{}", static_cast<int64_t>(value)));
      continue;
    }
    // The shortest text that reads back as the same float.
    std::string text = fmt::format("{}", static_cast<float>(value));
    if (text.find_first_of(".e") == std::string::npos) text += ".0";
    texts.push_back(text + "f");
  }
  return texts;
}

FeatureConstant float_constant(const std::string& name,
                               const std::vector<float>& values,
                               const std::string& comment) {
  return {name, "float", {values.begin(), values.end()}, "", comment};
}

std::vector<int16_t> FeatureBlock::quiet_sound(
    std::span<const int16_t> clip) const {
  std::vector<int16_t> heard = heard_signal(clip);
  heard.resize(warm_up_samples());
  return heard;
}

}  // namespace mote
