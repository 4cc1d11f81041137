// Precompiled headers hide which files forgot to include them; this finds
// those by the names that they use.
#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <vector>

namespace {

namespace fs = std::filesystem;
using Names = std::set<std::string>;

struct Header {
  const char* name;
  // What names it is needed for: of std, or wholly qualified ones.
  const char* needed_for;
  const char* also;  // headers that bring these names, too
};

constexpr Header kHeaders[] = {
    {"algorithm",
     "adjacent_find all_of any_of binary_search clamp copy copy_if copy_n "
     "count count_if equal fill fill_n find find_if generate lower_bound max "
     "max_element min min_element minmax_element mismatch none_of nth_element "
     "partial_sort ranges remove_if reverse rotate shuffle sort stable_sort "
     "transform unique upper_bound",
     ""},
    {"cmath",
     "abs atan2 ceil cos exp exp2 expm1 fabs floor fmod frexp hypot isfinite "
     "isinf isnan ldexp log log10 log1p log2 lrint lround nearbyint pow round "
     "sin sqrt tan tanh trunc",
     "cstdlib"},
    {"cstdint", "", ""},  // its names are those of stdint.h
    {"cstring",
     "memchr memcmp memcpy memmove memset strcmp strerror strlen strncmp", ""},
    {"filesystem", "filesystem", ""},
    {"functional",
     "bind cref function greater hash less multiplies not_fn plus ref", ""},
    {"map", "map multimap", ""},
    {"memory", "make_shared make_unique shared_ptr unique_ptr weak_ptr", ""},
    {"optional", "nullopt optional", ""},
    {"random",
     "bernoulli_distribution mt19937 mt19937_64 normal_distribution "
     "random_device uniform_int_distribution uniform_real_distribution",
     ""},
    {"set", "multiset set", ""},
    {"span", "span", ""},
    {"string", "getline stod stof stoi stoll string to_string",
     "filesystem fmt/format.h fstream gtest/gtest.h iostream sstream "
     "stdexcept"},
    {"string_view", "string_view", "filesystem string"},
    {"utility", "exchange forward make_pair move pair swap",
     "algorithm filesystem fmt/format.h functional gtest/gtest.h map memory "
     "optional random set span string tuple vector"},
    {"vector", "vector", ""},
    {"fmt/format.h", "fmt::format fmt::format_to fmt::runtime", ""},
    {"gtest/gtest.h", "testing::Test testing::TestWithParam testing::Values",
     ""},
    {"nlohmann/json.hpp", "nlohmann::json", "nlohmann/json_fwd.hpp"},
};

std::string read(const fs::path& path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), {}};
}

Names words_of(const std::string& text) {
  std::istringstream words(text);
  return {std::istream_iterator<std::string>(words), {}};
}

// The qualified names in a source without its comments; std's without "std::".
Names qualified_names(const std::string& source) {
  const auto is_part = [](char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_';
  };
  Names names;
  std::istringstream lines(source);
  std::string line;
  while (std::getline(lines, line)) {
    line = line.substr(0, line.find("//"));
    for (size_t at = line.find("::"); at != std::string::npos;
         at = line.find("::", at + 2)) {
      size_t first = at, last = at + 2;
      while (first > 0 && is_part(line[first - 1])) --first;
      while (last < line.size() && is_part(line[last])) ++last;
      const std::string name = line.substr(first, last - first);
      names.insert(name.rfind("std::", 0) == 0 ? name.substr(5) : name);
    }
  }
  return names;
}

struct Source {
  Names includes, names;
};

Source parse(const std::string& text) {
  Source source;
  source.names = qualified_names(text);
  std::istringstream lines(text);
  std::string line;
  while (std::getline(lines, line)) {
    if (line.rfind("#include ", 0) != 0) continue;
    const size_t last = line.find_first_of(">\"", 10);
    source.includes.insert(line.substr(10, last - 10));
  }
  return source;
}

using Sources = std::map<std::string, Source>;

// The sources of the host by their path.
Sources project_sources() {
  Sources sources;
  const fs::path root = MOTE_SOURCE_DIR;
  for (const char* top : {"lib", "stages", "app", "test", "fuzz"}) {
    for (const auto& entry : fs::recursive_directory_iterator(root / top)) {
      const std::string kind = entry.path().extension().string();
      if (kind != ".cc" && kind != ".h") continue;
      if (entry.path().filename() == "includes_test.cc") continue;  // its texts
      sources[entry.path().lexically_relative(root).generic_string()] =
          parse(read(entry.path()));
    }
  }
  return sources;
}

// Adds all that a source includes, also through the project's own headers.
void add_included(const Sources& sources, const std::string& path, Names& all) {
  const auto source = sources.find(path);
  if (source == sources.end()) return;
  for (const std::string& included : source->second.includes) {
    if (all.insert(included).second) add_included(sources, included, all);
  }
}

bool have_common(const Names& a, const Names& b) {
  return std::any_of(a.begin(), a.end(), [&](const std::string& name) {
    return b.count(name) != 0;
  });
}

Names forgotten(const Sources& sources, const std::string& path) {
  Names included, missing;
  add_included(sources, path, included);
  for (const Header& header : kHeaders) {
    Names enough = words_of(header.also);
    enough.insert(header.name);
    if (have_common(enough, included)) continue;
    if (have_common(words_of(header.needed_for), sources.at(path).names)) {
      missing.insert(header.name);
    }
  }
  return missing;
}

TEST(Includes, NoFileLivesOnWhatIsPrecompiled) {
  const Sources sources = project_sources();
  EXPECT_GT(sources.size(), 500u);
  for (const auto& [path, source] : sources) {
    for (const std::string& header : forgotten(sources, path)) {
      ADD_FAILURE() << path << " does not include <" << header << ">";
    }
  }
}

TEST(Includes, ForgottenOnesAreFound) {
  Sources sources;
  sources["a.h"] = parse("#include <vector>\n");
  sources["b.cc"] = parse(
      "#include \"a.h\"\nstd::vector<int> a;  // std::map\n"
      "auto b = std::clamp(1, 2, fmt::format(\"\"));\n");
  EXPECT_EQ(forgotten(sources, "b.cc"), (Names{"algorithm", "fmt/format.h"}));
}

TEST(Includes, EveryPrecompiledHeaderIsKnownHere) {
  const std::string text =
      read(fs::path(MOTE_SOURCE_DIR) / "cmake/precompile.cmake");
  Names known;
  for (const Header& header : kHeaders) known.insert(header.name);
  int precompiled = 0;
  for (size_t at = text.find('<'); at != std::string::npos;
       at = text.find('<', at + 1), ++precompiled) {
    const std::string name = text.substr(at + 1, text.find('>', at) - at - 1);
    EXPECT_TRUE(known.count(name) != 0) << name;
  }
  EXPECT_GT(precompiled, 15);
}

}  // namespace
