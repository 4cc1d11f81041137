#include "test/golden/golden.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <fstream>
#include <sstream>

#include "lib/base/file.h"
#include "lib/model/tflite/tflite.h"
#include "test/shared_data.h"

namespace mote::test {
namespace {

// "collected__GROUP__FILE" is collected/GROUP/FILE.tflite, where FILE may hold
// more "__".
fs::path model_path(const std::string& name) {
  std::string file = name;
  const int folders = name.rfind("collected", 0) == 0 ? 2 : 1;
  for (int i = 0; i < folders; ++i) file.replace(file.find("__"), 2, "/");
  return shared_path("models/" + file + ".tflite");
}

std::vector<GoldenRow> read_rows(const fs::path& path) {
  std::vector<GoldenRow> rows;
  std::ifstream file(path);
  for (std::string line; std::getline(file, line);) {
    std::istringstream fields(line);
    GoldenRow row;
    std::string field;
    std::getline(fields, field, ',');
    if (field.empty() || !std::isdigit(static_cast<unsigned char>(field[0]))) {
      continue;  // a heading
    }
    row.run = std::stoi(field);
    std::getline(fields, field, ',');
    row.output = std::stoi(field);
    std::getline(fields, field, ',');  // the type
    while (std::getline(fields, field, ',')) {
      row.values.push_back(std::stod(field));
    }
    rows.push_back(row);
  }
  return rows;
}

template <typename T>
double value_as(const std::byte* at) {
  T value;
  std::memcpy(&value, at, sizeof(T));
  return static_cast<double>(value);
}

double value_at(const Bytes& bytes, Type type, size_t i) {
  const std::byte* at =
      bytes.data() + i * static_cast<size_t>(type_bytes(type));
  switch (type) {
    case Type::kInt8:
      return value_as<int8_t>(at);
    case Type::kUint8:
      return value_as<uint8_t>(at);
    case Type::kInt16:
      return value_as<int16_t>(at);
    case Type::kInt32:
      return value_as<int32_t>(at);
    case Type::kFloat32:
      return value_as<float>(at);
    default:
      ADD_FAILURE() << "outputs of " << type_name(type) << " are not compared";
      return 0;
  }
}

template <typename T>
void put(Bytes& bytes, int64_t i, T value) {
  std::memcpy(bytes.data() + i * static_cast<int64_t>(sizeof(T)), &value,
              sizeof(T));
}

Bytes input_of(const Tensor& tensor, int n, int run) {
  Bytes bytes(static_cast<size_t>(tensor.bytes()));
  for (int64_t i = 0; i < tensor.elements(); ++i) {
    const int64_t b = (i * 7919 + run * 104729 + n * 31) % 251;
    if (tensor.type == Type::kInt8) {
      put(bytes, i, static_cast<int8_t>(b - 125));
    } else if (tensor.type == Type::kUint8) {
      put(bytes, i, static_cast<uint8_t>(b));
    } else if (tensor.type == Type::kInt16) {
      put(bytes, i, static_cast<int16_t>((b - 125) * 256));
    } else {
      put(bytes, i, static_cast<float>(b) / 125.0f - 1.0f);
    }
  }
  return bytes;
}

double largest_magnitude(const std::vector<GoldenRow>& rows, int output) {
  double largest = 0;
  for (const GoldenRow& row : rows) {
    if (row.output != output) continue;
    for (const double value : row.values) {
      largest = std::max(largest, std::abs(value));
    }
  }
  return largest;
}

}  // namespace

int GoldenModel::runs() const { return rows.empty() ? 0 : rows.back().run + 1; }

std::vector<Bytes> GoldenModel::inputs(int run) const {
  std::vector<Bytes> result;
  for (size_t n = 0; n < model.inputs.size(); ++n) {
    result.push_back(
        input_of(model.tensors[model.inputs[n]], static_cast<int>(n), run));
  }
  return result;
}

std::vector<std::string> golden_names() {
  std::vector<std::string> names;
  const fs::path folder = shared_path("golden/tflm_outputs");
  if (!fs::exists(folder)) return names;
  for (const auto& entry : fs::directory_iterator(folder)) {
    names.push_back(entry.path().stem().string());
  }
  std::sort(names.begin(), names.end());
  return names;
}

GoldenModel read_golden_model(const std::string& name) {
  const fs::path path = model_path(name);
  GoldenModel golden;
  golden.tflite = read_bytes(path);
  golden.model = read_tflite(golden.tflite, path.string());
  golden.rows = read_rows(shared_path("golden/tflm_outputs/" + name + ".csv"));
  return golden;
}

int64_t golden_file_bytes(const std::string& name) {
  return static_cast<int64_t>(fs::file_size(model_path(name)));
}

void expect_golden(const GoldenModel& golden, int run,
                   const std::vector<Bytes>& outputs) {
  int compared = 0;
  for (const GoldenRow& row : golden.rows) {
    if (row.run != run) continue;
    const Tensor& tensor =
        golden.model.tensors[golden.model.outputs[row.output]];
    const bool real = tensor.type == Type::kFloat32;
    const double tolerance =
        real ? 1e-5 * largest_magnitude(golden.rows, row.output) : 0;
    ASSERT_FALSE(row.values.empty());
    for (size_t i = 0; i < row.values.size(); ++i) {
      ASSERT_NEAR(value_at(outputs[row.output], tensor.type, i), row.values[i],
                  tolerance)
          << "run " << run << ", output " << row.output << ", value " << i;
    }
    ++compared;
  }
  EXPECT_EQ(compared, static_cast<int>(golden.model.outputs.size()));
}

std::string test_name(const std::string& model) {
  std::string name = model;
  std::replace_if(
      name.begin(), name.end(),
      [](unsigned char c) { return !std::isalnum(c); }, '_');
  return name;
}

}  // namespace mote::test
