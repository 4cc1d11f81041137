// Holds every #include against layers.txt.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <vector>

namespace {

namespace fs = std::filesystem;

struct Layers {
  std::map<std::string, int> rank;  // a folder's place in the order
  std::set<std::string> equals;     // folders that never include each other
};

Layers parse_layers(std::istream& text) {
  Layers layers;
  std::string line;
  for (int rank = 0; std::getline(text, line); ++rank) {
    if (line.empty() || line[0] == '#') continue;
    std::istringstream words(line);
    std::string word;
    while (words >> word) {
      if (word == "=") continue;
      layers.rank[word] = rank;
      if (line[0] == '=') layers.equals.insert(word);
    }
  }
  return layers;
}

// "lib/base" of "lib/base/error.h"; "" when it is no layer.
std::string layer_of(const Layers& layers, const std::string& path) {
  const size_t first = path.find('/');
  if (first == std::string::npos) return "";
  const std::string folder = path.substr(0, path.find('/', first + 1));
  return layers.rank.count(folder) != 0 ? folder : "";
}

// What is wrong with a file of `layer` including `included`; "" if nothing.
std::string offence(const Layers& layers, const std::string& layer,
                    const std::string& included) {
  const std::string other = layer_of(layers, included);
  if (other.empty() || other == layer) return "";
  if (layers.equals.count(layer) != 0 && layers.equals.count(other) != 0) {
    return layer + " and " + other + " are equals";
  }
  if (layers.rank.at(other) > layers.rank.at(layer)) {
    return other + " is above " + layer;
  }
  return "";
}

// What a source includes between the given marks: "" or <>.
std::vector<std::string> includes_of(std::istream& source, char open,
                                     char close) {
  std::vector<std::string> includes;
  std::string line;
  while (std::getline(source, line)) {
    if (line.rfind("#include ", 0) != 0) continue;
    const size_t first = line.find(open);
    const size_t last = line.find(close, first + 1);
    if (first == std::string::npos || last == std::string::npos) continue;
    includes.push_back(line.substr(first + 1, last - first - 1));
  }
  return includes;
}

Layers project_layers() {
  std::ifstream file(fs::path(MOTE_SOURCE_DIR) / "layers.txt");
  return parse_layers(file);
}

bool is_source(const fs::path& path) {
  const auto extension = path.extension();
  return extension == ".h" || extension == ".cc" || extension == ".inc";
}

TEST(Layers, NoFileIncludesALayerAboveIt) {
  const Layers layers = project_layers();
  ASSERT_GT(layers.rank.size(), 15u);
  int files = 0;
  for (const char* top : {"device", "lib", "stages", "app"}) {
    const fs::path root = fs::path(MOTE_SOURCE_DIR) / top;
    if (!fs::exists(root)) continue;
    for (const auto& entry : fs::recursive_directory_iterator(root)) {
      if (!entry.is_regular_file() || !is_source(entry.path())) continue;
      const std::string name =
          fs::relative(entry.path(), MOTE_SOURCE_DIR).string();
      const std::string layer = layer_of(layers, name);
      ASSERT_FALSE(layer.empty()) << name << " lies in no layer of layers.txt";
      std::ifstream source(entry.path());
      for (const std::string& included : includes_of(source, '"', '"')) {
        EXPECT_EQ(offence(layers, layer, included), "")
            << name << " includes " << included;
      }
      ++files;
    }
  }
  EXPECT_GT(files, 20);
}

TEST(Layers, DeviceIncludesOnlyFixedWidthIntegersAndSizes) {
  // Intrinsics of a variant's own instruction set are not a library.
  const std::set<std::string> allowed = {
      "stdint.h",   "stddef.h",  "immintrin.h",   "arm_acle.h",
      "arm_neon.h", "arm_mve.h", "wasm_simd128.h"};
  const fs::path root = fs::path(MOTE_SOURCE_DIR) / "device";
  ASSERT_TRUE(fs::exists(root));
  for (const auto& entry : fs::recursive_directory_iterator(root)) {
    const std::string name = entry.path().string();
    if (!is_source(entry.path()) || name.ends_with("_test.cc")) continue;
    std::ifstream source(entry.path());
    for (const std::string& included : includes_of(source, '<', '>')) {
      EXPECT_EQ(allowed.count(included), 1u)
          << name << " includes <" << included << ">";
    }
  }
}

TEST(Layers, OffendersAreFound) {
  std::istringstream text("lib/base\nlib/store\n= stages/a stages/b\n");
  const Layers layers = parse_layers(text);
  EXPECT_EQ(offence(layers, "lib/store", "lib/base/x.h"), "");
  EXPECT_EQ(offence(layers, "lib/base", "lib/store/x.h"),
            "lib/store is above lib/base");
  EXPECT_EQ(offence(layers, "stages/a", "stages/b/x.h"),
            "stages/a and stages/b are equals");
  EXPECT_EQ(offence(layers, "stages/a", "gtest/gtest.h"), "");
}

}  // namespace
