#include "stages/collect/boxes/coco.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <set>
#include <unordered_map>

#include "lib/base/error.h"
#include "stages/collect/boxes/coco_document.h"
#include "stages/collect/data_licence.h"

namespace mote {
namespace {

std::string side_of_list(const std::string& name) {
  return side_in_name(std::filesystem::path(name).stem().string());
}

// A picture of the list; no note: it is not there.
struct Listed {
  PictureNote* note = nullptr;
  size_t boxes = 0, crowds = 0;  // that it had from other files

  // Files of outlines, key points and the like give the boxes of the same
  // things again.
  bool had(const Box& box) const {
    const auto among = [&](const std::vector<Box>& list, size_t count) {
      const auto end = list.begin() + static_cast<ptrdiff_t>(count);
      return std::find(list.begin(), end, box) != end;
    };
    return among(note->boxes, boxes) || among(note->crowds, crowds);
  }
};

// One file on its way into the notes.
class CocoTaker {
 public:
  CocoTaker(const CocoDocument& document, const std::string& name,
            const PictureNames& names, PictureNotes& notes)
      : document_(document), name_(name), names_(names), notes_(notes) {
    for (const auto& [id, words] : document.licences) {
      licences_[id] = licence_called(words);
    }
  }

  void take() {
    for (const CocoImage& image : document_.images) take_image(image);
    for (const auto& annotation : document_.annotations) {
      take_annotation(annotation);
    }
    if (document_.without_box > 0) {
      notes_.warn("annotations without a box were left out", "in " + name_,
                  document_.without_box);
    }
    if (notes_.terms.licence.empty())
      notes_.terms.licence = joined_licences(used_);
    if (notes_.terms.attribution.empty()) {
      notes_.terms.attribution = document_.attribution;
    }
  }

 private:
  void take_image(const CocoImage& image) {
    if (!pictures_.emplace(image.id, Listed()).second) {
      throw Error(fmt::format("two images have the id {}", image.id), name_,
                  "Boxes could be of either: number them anew.");
    }
    const PictureMatch match = names_.find(image.file_name, name_);
    if (match.several) {
      notes_.warn("pictures that annotations name are there more than once",
                  image.file_name + " of " + name_);
      return;
    }
    if (match.name.empty()) {
      notes_.warn("pictures that annotations name are missing",
                  image.file_name + " of " + name_);
      return;
    }
    PictureNote& note = notes_.of(match.name);
    pictures_[image.id] = {&note, note.boxes.size(), note.crowds.size()};
    note.judged |= document_.has_annotations;
    note.width = image.width;
    note.height = image.height;
    if (note.side.empty()) note.side = side_of_list(name_);
    const auto licence = licences_.find(image.licence);
    if (licence == licences_.end() || licence->second.empty()) return;
    note.metadata["licence"] = licence->second;
    used_.insert(licence->second);
  }

  void take_annotation(const CocoAnnotation& annotation) {
    const std::string where =
        fmt::format("annotation {} of {}", annotation.id, name_);
    const auto picture = pictures_.find(annotation.image);
    if (picture == pictures_.end()) {
      notes_.warn("annotations of images that are not listed were left out",
                  where + ", of image " + annotation.image);
      return;
    }
    if (picture->second.note == nullptr) return;  // its picture is not there
    const auto category = document_.categories.find(annotation.category);
    if (category == document_.categories.end()) {
      notes_.warn("annotations of unknown categories were left out",
                  where + ", of category " + annotation.category);
      return;
    }
    const auto& [x, y, width, height] = annotation.box;
    const Box box{category->second, x, y, width, height};
    PictureNote& note = *picture->second.note;
    if (picture->second.had(box)) return;
    notes_.add_box(box, annotation.crowd, where, note);
  }

  const CocoDocument& document_;
  const std::string& name_;
  const PictureNames& names_;
  PictureNotes& notes_;
  std::map<std::string, std::string> licences_;  // id -> SPDX identifier
  std::set<std::string> used_;
  std::unordered_map<std::string, Listed> pictures_;  // by id
};

}  // namespace

bool take_coco(std::string_view text, const std::string& name,
               const PictureNames& names, PictureNotes& notes) {
  const CocoDocument document = parse_coco(text, name);
  if (document.images.empty()) return false;
  CocoTaker(document, name, names, notes).take();
  return true;
}

}  // namespace mote
