#include "stages/collect/boxes/box_files.h"

#include <limits>

#include "stages/collect/boxes/coco.h"
#include "stages/collect/boxes/coco_document.h"
#include "stages/collect/boxes/voc.h"
#include "stages/collect/importers/importer.h"

namespace mote {
namespace {

constexpr size_t kWhole = std::numeric_limits<size_t>::max();

}  // namespace

bool may_be_box_file(std::string_view name) {
  return ends_in(name, {".json", ".xml"});
}

bool is_box_file(std::string_view name, std::string_view beginning) {
  return ends_in(name, {".json"}) ? begins_as_coco(beginning)
                                  : begins_as_voc(beginning);
}

BoxFiles read_box_files(const std::vector<std::string>& names,
                        const TextOfFile& text_of, const Run& run) {
  BoxFiles files;
  PictureNotes notes;
  const PictureNames pictures(names);
  VocSides sides(
      [&](const std::string& name) { return text_of(name, kWhole); });
  for (const std::string& name : names) {
    run.throw_if_stopped();
    if (!may_be_box_file(name)) continue;
    if (!is_box_file(name, text_of(name, kBoxFileBeginning))) continue;
    const std::string text = text_of(name, kWhole);
    if (!ends_in(name, {".json"})) {
      take_voc(text, name, sides.of(name), pictures, notes);
    } else if (!take_coco(text, name, pictures, notes)) {
      continue;
    }
    files.names.insert(name);
  }
  files.manifest = notes.finish();
  return files;
}

}  // namespace mote
