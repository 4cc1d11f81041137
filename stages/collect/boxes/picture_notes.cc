#include "stages/collect/boxes/picture_notes.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "lib/dataset/sample_text.h"
#include "stages/collect/boxes/box.h"

namespace mote {
namespace {

ManifestEntry entry_of(PictureNote&& note) {
  ManifestEntry entry;
  entry.label =
      note.boxes.empty() && !note.judged
          ? std::string(kUnlabelled)
          : label_of_boxes(note.boxes.empty() ? note.crowds : note.boxes);
  entry.split = note.side;
  entry.metadata = std::move(note.metadata);
  if (!note.crowds.empty()) entry.metadata["crowd"] = text_of(note.crowds);
  entry.boxes = std::move(note.boxes);
  entry.picture_width = note.width;
  entry.picture_height = note.height;
  entry.fault = std::move(note.fault);
  return entry;
}

}  // namespace

void PictureNotes::add_box(const Box& box, bool crowd, const std::string& where,
                           PictureNote& note) {
  note.judged = true;
  const std::string fault = fault_of(box);
  if (!fault.empty()) {
    warn("a box is none and was left out", where + ": " + fault);
    return;
  }
  std::vector<Box>& boxes = crowd ? note.crowds : note.boxes;
  if (boxes.size() >= kMostBoxes) {
    note.fault = "it has more than 10,000 boxes";
    return;
  }
  boxes.push_back(box);
}

void PictureNotes::warn(const std::string& what, const std::string& example,
                        size_t count) {
  for (ImportWarning& warning : warnings_) {
    if (warning.what != what) continue;
    warning.count += count;
    return;
  }
  warnings_.push_back({what, count, example});
}

Manifest PictureNotes::finish() {
  Manifest manifest;
  std::set<std::string> sides;
  for (const auto& [name, note] : pictures_) {
    if (!note.side.empty()) sides.insert(note.side);
  }
  for (auto& [name, note] : pictures_) {
    if (sides.size() < 2) note.side.clear();
    manifest.entries.emplace(name, entry_of(std::move(note)));
  }
  if (!pictures_.empty()) manifest.other_picture_label = kUnlabelled;
  manifest.terms = std::move(terms);
  manifest.warnings = std::move(warnings_);
  pictures_.clear();
  return manifest;
}

}  // namespace mote
