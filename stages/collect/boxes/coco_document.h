// The parts of a COCO file (cocodataset.org, "Data format") that speak of
// boxes, read as a stream: outlines, key points and captions take no memory.
//
//   {info: {description, url, contributor ...},
//    licenses: [{id, name, url}],
//    categories: [{id, name, supercategory}],
//    images: [{id, file_name, width, height, license}],
//    annotations: [{id, image_id, category_id, iscrowd,
//                   bbox: [x, y, width, height]}]}
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace mote {

// Ids are texts here: most files have numbers, some texts.
struct CocoImage {
  std::string id, file_name, licence;  // the licence's id
  double width = 0, height = 0;        // 0: not said
};

struct CocoAnnotation {
  std::string id, image, category;  // ids
  std::array<double, 4> box = {};   // x, y, width, height in pixels from 0
  bool crowd = false;               // around many, not one
};

struct CocoDocument {
  std::map<std::string, std::string> categories;  // id -> name
  std::map<std::string, std::string> licences;    // id -> name and address
  std::vector<CocoImage> images;
  std::vector<CocoAnnotation> annotations;
  bool has_annotations = false;  // lists of pictures to be annotated have none
  size_t without_box = 0;        // annotations: captions, whole pictures
  std::string attribution;       // description, contributor and address
};

// Whether a text begins as such a file: an object, its first key one of those
// above.
bool begins_as_coco(std::string_view text);

// Throws Error, with `name` as its where, for what is no JSON, is nested deeper
// than 64 lists and objects, has an image or an annotation without the ids it
// needs, or more than 20 million of them.
CocoDocument parse_coco(std::string_view text, const std::string& name);

}  // namespace mote
