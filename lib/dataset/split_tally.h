// Who is on which side of the split, and what is wrong with it.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace mote {

// What to do in a project without recordings.
inline constexpr const char* kAddRecordings =
    "Add some: mote collect import DIR (a folder a label), or mote collect "
    "synthesize WORD...";

// Something about the split that a user should know: "label 'left' has no
// sample to test on: all 3 groups are on the side train".
struct SplitProblem {
  std::string what;
  std::string hint;
  bool fatal = false;  // a whole side is empty
  bool torn = false;   // a group is on more than one side
};

// What fills an empty side of data of so many groups.
std::string how_to_fill(size_t groups);

// Counts one sample at a time, without keeping it.
class SplitTally {
 public:
  void add(std::string_view label, std::string_view side,
           std::string_view group);

  struct Count {
    size_t samples = 0, groups = 0;
  };
  // label -> side -> how many.
  std::map<std::string, std::map<std::string, Count>> counts() const;

  // Of the examples: background belongs to no side.
  std::vector<SplitProblem> problems() const;

 private:
  struct TextHash : std::hash<std::string_view> {
    using is_transparent = void;
  };
  // A bit for each of sides_ that a group is on.
  using Groups =
      std::unordered_map<std::string, uint32_t, TextHash, std::equal_to<>>;
  struct Label {
    std::vector<size_t> samples;  // by side
    Groups groups;
  };

  size_t place_of(std::string_view side);
  Groups groups_of_examples() const;

  std::vector<std::string> sides_;
  std::map<std::string, Label, std::less<>> labels_;
};

}  // namespace mote
