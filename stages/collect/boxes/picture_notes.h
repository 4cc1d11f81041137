// What annotation files say of pictures, put together from all of them.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "lib/dataset/sample.h"
#include "stages/collect/import.h"
#include "stages/collect/manifest.h"

namespace mote {

struct PictureNote {
  bool judged = false;           // somebody looked for things in it
  double width = 0, height = 0;  // as annotated; 0: not said
  std::vector<Box> boxes;
  std::vector<Box> crowds;  // around many things at once
  std::map<std::string, std::string> metadata;
  std::string side;   // as manifests have it; "": not said
  std::string fault;  // why it cannot be used
};

class PictureNotes {
 public:
  // Of a file by its path below the root; made when it is not there.
  PictureNote& of(const std::string& picture) { return pictures_[picture]; }

  // Adds a box (to the crowds, if it is around many); one that is none is left
  // out with a warning that names `where`.
  void add_box(const Box& box, bool crowd, const std::string& where,
               PictureNote& note);

  // Reported once, with the first example and how many there were.
  void warn(const std::string& what, const std::string& example,
            size_t count = 1);

  // Terms of the whole, where no other file says any.
  DataTerms terms;

  // The label of a picture is that of its largest box, else crowd; without one
  // kNothingLabel, and kUnlabelled where nobody looked. Sides count where there
  // is more than one. Leaves nothing here.
  Manifest finish();

 private:
  std::map<std::string, PictureNote> pictures_;
  std::vector<ImportWarning> warnings_;
};

}  // namespace mote
