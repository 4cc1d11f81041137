#include "lib/model/golden.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <fstream>
#include <sstream>

#include "lib/base/error.h"

namespace mote {
namespace {

double number(const std::string& field, const std::filesystem::path& path,
              int line) {
  try {
    return std::stod(field);
  } catch (const std::logic_error&) {
    throw Error(fmt::format("'{}' is no number", field),
                fmt::format("{}, line {}", path.string(), line),
                "A line is: run, output, type, values.");
  }
}

template <typename T>
T value_at(const std::vector<uint8_t>& bytes, size_t i) {
  T value;
  std::memcpy(&value, bytes.data() + i * sizeof(T), sizeof(T));
  return value;
}

double value_at(const std::vector<uint8_t>& bytes, Type type, size_t i) {
  switch (type) {
    case Type::kInt8:
      return value_at<int8_t>(bytes, i);
    case Type::kInt16:
      return value_at<int16_t>(bytes, i);
    case Type::kInt32:
      return value_at<int32_t>(bytes, i);
    case Type::kFloat32:
      return double{value_at<float>(bytes, i)};
    default:
      return value_at<uint8_t>(bytes, i);
  }
}

}  // namespace

std::vector<GoldenRow> read_golden(const std::filesystem::path& path) {
  std::ifstream file(path);
  if (!file) throw Error("cannot be read", path.string());
  std::vector<GoldenRow> rows;
  int line_number = 0;
  for (std::string line; std::getline(file, line);) {
    ++line_number;
    if (line.empty() || (line[0] < '0' || line[0] > '9')) continue;  // heading
    std::istringstream fields(line);
    std::string run, output, value;
    GoldenRow row;
    std::getline(fields, run, ',');
    std::getline(fields, output, ',');
    std::getline(fields, row.type, ',');
    row.run = static_cast<int>(number(run, path, line_number));
    row.output = static_cast<int>(number(output, path, line_number));
    while (std::getline(fields, value, ',')) {
      row.values.push_back(number(value, path, line_number));
    }
    rows.push_back(std::move(row));
  }
  return rows;
}

std::vector<uint8_t> golden_input(const Tensor& tensor, int n, int run) {
  std::vector<uint8_t> bytes(static_cast<size_t>(tensor.bytes()));
  const auto put = [&](int64_t i, auto value) {
    std::memcpy(bytes.data() + static_cast<size_t>(i) * sizeof(value), &value,
                sizeof(value));
  };
  for (int64_t i = 0; i < tensor.elements(); ++i) {
    const int64_t b = (i * 7919 + run * int64_t{104729} + n * 31) % 251;
    if (tensor.type == Type::kFloat32) {
      put(i, static_cast<float>(b) / 125.0f - 1.0f);
    } else if (tensor.type == Type::kInt16) {
      put(i, static_cast<int16_t>((b - 125) * 256));
    } else if (tensor.type == Type::kUint8) {
      put(i, static_cast<uint8_t>(b));
    } else if (tensor.type == Type::kInt8) {
      put(i, static_cast<int8_t>(b - 125));
    }
  }
  return bytes;
}

int64_t golden_differences(const std::vector<uint8_t>& bytes, Type type,
                           const GoldenRow& row) {
  double largest = 0;
  for (const double value : row.values) {
    largest = std::max(largest, std::abs(value));
  }
  const double tolerance = type == Type::kFloat32 ? 1e-5 * largest : 0;
  const size_t known = bytes.size() / static_cast<size_t>(type_bytes(type));
  int64_t differences = 0;
  for (size_t i = 0; i < row.values.size(); ++i) {
    const bool equal = i < known && std::abs(value_at(bytes, type, i) -
                                             row.values[i]) <= tolerance;
    if (!equal) ++differences;
  }
  return differences;
}

}  // namespace mote
