// Raw tensors: values of a declared type and shape, little-endian, nothing
// else (the inputs of MLPerf Tiny's accuracy runs, for one).
#include <bit>
#include <cmath>
#include <cstring>
#include <map>

#include "lib/base/error.h"
#include "stages/collect/importers/importer.h"

namespace mote {
namespace {

static_assert(std::endian::native == std::endian::little);

// Values of the file's type as those of the type they are kept in.
template <class File, class Kept>
SignalValues values_as(std::span<const uint8_t> bytes) {
  std::vector<Kept> values(bytes.size() / sizeof(File));
  for (size_t i = 0; i < values.size(); ++i) {
    File value;
    std::memcpy(&value, bytes.data() + i * sizeof(File), sizeof(File));
    values[i] = static_cast<Kept>(value);
  }
  return values;
}

struct TensorType {
  size_t size_bytes;
  SignalValues (*read)(std::span<const uint8_t> bytes);
};

const TensorType& tensor_type(const std::string& name,
                              const std::string& where) {
  static const std::map<std::string, TensorType> types = {
      {"int8", {1, values_as<int8_t, int8_t>}},
      {"uint8", {1, values_as<uint8_t, uint8_t>}},
      {"int16", {2, values_as<int16_t, int16_t>}},
      {"uint16", {2, values_as<uint16_t, float>}},
      {"int32", {4, values_as<int32_t, float>}},
      {"float32", {4, values_as<float, float>}},
      {"float64", {8, values_as<double, float>}},
  };
  const auto found = types.find(name);
  if (found != types.end()) return found->second;
  throw Error("'" + name + "' is no type of values", where,
              "Give --type int8, uint8, int16, uint16, int32, float32 or "
              "float64.");
}

void check_finite(const SignalValues& values, const std::string& where) {
  const auto* floats = std::get_if<std::vector<float>>(&values);
  if (floats == nullptr) return;
  for (float value : *floats) {
    if (!std::isfinite(value)) {
      throw Error("the tensor holds values that are no numbers", where,
                  "Check --type: these bytes mean something else.");
    }
  }
}

size_t promised_bytes(const ReadOptions& options, size_t size_bytes) {
  size_t bytes = size_bytes;
  for (int extent : options.shape) bytes *= static_cast<size_t>(extent);
  return bytes;
}

}  // namespace

Fit sniff_tensor(const ImportedFile& file, const ReadOptions& options) {
  if (!ends_in(file.name, {".bin", ".raw", ".dat"})) return Fit::kNone;
  return options.type.empty() ? Fit::kByName : Fit::kByContent;
}

FileContent read_tensor(const ImportedFile& file, const ReadOptions& options) {
  if (options.type.empty() || options.shape.empty()) {
    throw Error("raw values say nothing of their type and shape", file.name,
                "Give both: --type int8 --shape 49x10");
  }
  const TensorType& type = tensor_type(options.type, file.name);
  if (file.bytes.size() != promised_bytes(options, type.size_bytes)) {
    throw Error("the file has " + std::to_string(file.bytes.size()) +
                    " bytes, the shape asks for " +
                    std::to_string(promised_bytes(options, type.size_bytes)),
                file.name, "Check --type and --shape.");
  }
  const Axis axis = options.axes.empty() ? Axis{"value", ""} : options.axes[0];
  const Signal tensor{0, {axis}, type.read(file.bytes), options.shape};
  check_finite(tensor.samples, file.name);
  FileContent content = content_like(tensor, "raw " + options.type);
  content.samples.push_back(sample_of_signal(tensor, "tensor"));
  return content;
}

}  // namespace mote
