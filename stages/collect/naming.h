// What the names of files and folders say: label, group and side.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "lib/base/pattern.h"

namespace mote {

struct NamingOptions {
  // "": the folder, or the file's name where no folder is a label; "name": the
  // file's name, wherever the files of a folder do not all have the same one.
  std::string label_from;
  // Patterns (lib/base) over the path without its ending; what the first
  // parentheses hold is the label, the group. They win over all else.
  std::string label_pattern, group_pattern;
};

// The word of a file's name: without a number, size or take at its end.
// "yes_1000ms" -> "yes", "open12" -> "open", "child_pose_2" -> "child_pose";
// "" when no letter is left.
std::string word_of_name(const std::string& stem);

class Naming {
 public:
  // A place for one file alone: its name gives no label.
  Naming() = default;
  // `names`: paths of all files below the root. Throws UsageError for a
  // pattern that is no regular expression.
  Naming(const std::vector<std::string>& names, const NamingOptions& options);

  // "" when names say nothing. Folders named train, validation, test are sides
  // and no labels; but a folder "train" alone, without another side, is.
  std::string label_of(const std::string& name) const;
  // Who or what made it, by the naming of known data sets and by words such as
  // subject12; else the path itself, without its ending.
  std::string group_of(const std::string& name) const;
  // "train", "validation", "test" or "".
  std::string side_of(const std::string& name) const;

 private:
  bool is_side(const std::string& folder) const;
  bool names_tell(const std::string& folder) const;

  bool whole_folder_ = false, by_name_ = false, sides_ = true;
  std::map<std::string, std::set<std::string>> words_;  // by folder
  std::optional<Pattern> label_pattern_, group_pattern_;
};

}  // namespace mote
