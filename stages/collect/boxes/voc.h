// Pascal VOC: an XML file a picture.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>

#include "stages/collect/boxes/picture_names.h"
#include "stages/collect/boxes/picture_notes.h"

namespace mote {

// Whether a text begins as such a file: XML whose first element is
// <annotation>.
bool begins_as_voc(std::string_view text);

// Takes what an annotation file, called `name`, says of its picture into the
// notes. Its pixels count from 1 and a box holds its last one, so that
// xmin = 1, xmax = 10 is a box from 0 of width 10. Which boxes are difficult,
// truncated or occluded is metadata: their numbers, from 1. A file that cannot
// be read, or that declares a document type (of which entities would come), is
// the fault of its picture; where that is not there, a warning.
void take_voc(std::string_view text, const std::string& name,
              const std::string& side, const PictureNames& names,
              PictureNotes& notes);

// The sides that ImageSets/Main/{train,val,test}.txt beside the folder of an
// annotation file give pictures by the names of their files. `text_of` gives
// a file by its path below the root, "" when it is not there.
class VocSides {
 public:
  explicit VocSides(std::function<std::string(const std::string& name)> text_of)
      : text_of_(std::move(text_of)) {}

  // "" when no list names it; the test's side when several do.
  std::string of(const std::string& annotation);

 private:
  using Sides = std::map<std::string, std::string>;  // by stem
  Sides read(const std::string& folder) const;

  std::function<std::string(const std::string& name)> text_of_;
  std::map<std::string, Sides> folders_;  // above that of the annotations
};

}  // namespace mote
