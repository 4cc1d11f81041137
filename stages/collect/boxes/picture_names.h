// Which file an annotation means by the name that it calls a picture.
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace mote {

// A name of one of the files that were given, "" for none; `several`: more
// than one would do.
struct PictureMatch {
  std::string name;
  bool several = false;
};

class PictureNames {
 public:
  // Paths below the root, of pictures and other files.
  explicit PictureNames(const std::vector<std::string>& names);

  // The picture that a list of many calls `called`, a path below any folder.
  // Of several, the one in a folder called like the list's end (train2017 of
  // instances_train2017.json), else the one nearest to the list. Never one in a
  // folder of another side than the list's name tells.
  PictureMatch find(std::string_view called, const std::string& list) const;

  // The picture that an annotation file of its own belongs to: of the same
  // name but for its ending, in the same folder or in one that differs in one
  // part of its path (Annotations/7.xml and JPEGImages/7.jpg).
  PictureMatch beside(const std::string& annotation) const;

 private:
  // By their name without folder and ending.
  std::unordered_map<std::string, std::vector<std::string>> by_stem_;
};

// The side that a name tells by a word in it: "validation" of
// "instances_val2017", "" of none.
std::string side_in_name(std::string_view name);

}  // namespace mote
