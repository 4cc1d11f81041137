// COCO: one JSON file for many pictures.
#pragma once

#include <string>
#include <string_view>

#include "stages/collect/boxes/picture_names.h"
#include "stages/collect/boxes/picture_notes.h"

namespace mote {

// Takes what a COCO file, called `name`, says of the pictures that are there
// into the notes: boxes, crowds, sizes, licences; the side by the file's name
// (instances_val2017.json: validation). What is of pictures that are not there
// is counted in a warning. False, and nothing taken, when it has no pictures.
// Throws Error as parse_coco() does, and for an image or id given twice.
bool take_coco(std::string_view text, const std::string& name,
               const PictureNames& names, PictureNotes& notes);

}  // namespace mote
