#include "stages/collect/boxes/voc.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <optional>
#include <pugixml.hpp>

#include "lib/base/error.h"

namespace mote {
namespace {

namespace fs = std::filesystem;

// A picture's boxes; its reader takes some thirty times as much memory.
constexpr size_t kMostBytes = size_t{4} << 20;

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kSpaces = " \t\r\n";
  const size_t first = text.find_first_not_of(kSpaces);
  if (first == std::string_view::npos) return "";
  return text.substr(first, text.find_last_not_of(kSpaces) - first + 1);
}

std::string text_in(const pugi::xml_node& node, const char* name) {
  return std::string(trimmed(node.child_value(name)));
}

std::optional<double> number_in(const pugi::xml_node& node, const char* name) {
  const std::string_view text = trimmed(node.child_value(name));
  const char* end = text.data() + text.size();
  double number = 0;
  const auto [stop, code] = std::from_chars(text.data(), end, number);
  if (code != std::errc() || stop != end) return std::nullopt;
  return number;
}

std::optional<Box> box_of(const pugi::xml_node& object) {
  const pugi::xml_node bounds = object.child("bndbox");
  const auto left = number_in(bounds, "xmin"), top = number_in(bounds, "ymin"),
             right = number_in(bounds, "xmax"),
             bottom = number_in(bounds, "ymax");
  if (!left || !top || !right || !bottom) return std::nullopt;
  return Box{text_in(object, "name"), *left - 1, *top - 1, *right - *left + 1,
             *bottom - *top + 1};
}

void note_flags(const pugi::xml_node& object, size_t number,
                std::map<std::string, std::string>& metadata) {
  for (const char* flag : {"difficult", "truncated", "occluded"}) {
    const std::string value = text_in(object, flag);
    if (value.empty() || value == "0") continue;
    std::string& list = metadata[flag];
    list += (list.empty() ? "" : " ") + std::to_string(number);
  }
}

void take_objects(const pugi::xml_node& root, const std::string& name,
                  PictureNotes& notes, PictureNote& note) {
  size_t number = 0;
  for (const pugi::xml_node& object : root.children("object")) {
    const std::string where = fmt::format("object {} of {}", ++number, name);
    const auto box = box_of(object);
    if (!box) {
      notes.warn("objects without the four numbers of a bndbox were left out",
                 where);
      continue;
    }
    const size_t before = note.boxes.size();
    notes.add_box(*box, false, where, note);
    if (note.boxes.size() == before) continue;
    note_flags(object, note.boxes.size(), note.metadata);
  }
}

// Reads the document; returns what is wrong with it.
std::string load(std::string_view text, pugi::xml_document& document) {
  if (text.size() > kMostBytes) return "it is larger than 4 MiB";
  const auto result = document.load_buffer(
      text.data(), text.size(), pugi::parse_default | pugi::parse_doctype);
  if (!result) {
    return fmt::format("{} at byte {}", result.description(), result.offset);
  }
  for (const pugi::xml_node& node : document.children()) {
    if (node.type() == pugi::node_doctype) {
      return "it declares a document type, of which annotations have none";
    }
  }
  return document.child("annotation") ? "" : "it has no <annotation>";
}

PictureMatch picture_of(const pugi::xml_node& root, const std::string& name,
                        const PictureNames& names) {
  const PictureMatch match = names.beside(name);
  const std::string called = text_in(root, "filename");
  return match.name.empty() && !called.empty() ? names.find(called, name)
                                               : match;
}

}  // namespace

bool begins_as_voc(std::string_view text) {
  constexpr std::string_view kRoot = "<annotation";
  constexpr size_t kBeginning = 4096;
  text = text.substr(0, kBeginning);
  const size_t at = text.find(kRoot);
  if (at == std::string_view::npos || at + kRoot.size() >= text.size()) {
    return false;
  }
  return std::string_view(" \t\r\n>/").find(text[at + kRoot.size()]) !=
         std::string_view::npos;
}

void take_voc(std::string_view text, const std::string& name,
              const std::string& side, const PictureNames& names,
              PictureNotes& notes) {
  pugi::xml_document document;
  const std::string fault = load(text, document);
  const pugi::xml_node root = document.child("annotation");
  const PictureMatch match = picture_of(root, name, names);
  if (match.several || match.name.empty()) {
    notes.warn(match.several
                   ? "pictures that annotations name are there more than once"
                   : "pictures that annotations name are missing",
               name);
    return;
  }
  PictureNote& note = notes.of(match.name);
  if (!fault.empty()) {
    note.fault = "its annotations " + name + " cannot be read: " + fault;
    return;
  }
  note.judged = true;
  note.side = side;
  const pugi::xml_node size = root.child("size");
  note.width = number_in(size, "width").value_or(0);
  note.height = number_in(size, "height").value_or(0);
  const std::string owner = text_in(root.child("owner"), "name");
  if (!owner.empty() && owner != "?") note.metadata["attribution"] = owner;
  take_objects(root, name, notes, note);
}

std::string VocSides::of(const std::string& annotation) {
  const fs::path path(annotation);
  const std::string folder = path.parent_path().parent_path().generic_string();
  const auto known = folders_.find(folder);
  const Sides& sides =
      known != folders_.end()
          ? known->second
          : folders_.emplace(folder, read(folder)).first->second;
  const auto found = sides.find(path.stem().string());
  return found == sides.end() ? "" : found->second;
}

VocSides::Sides VocSides::read(const std::string& folder) const {
  Sides sides;
  for (const auto& [list, side] :
       {std::pair{"test", "test"}, {"val", "validation"}, {"train", "train"}}) {
    const std::string text = text_of_(
        (fs::path(folder) / "ImageSets/Main" / (std::string(list) + ".txt"))
            .generic_string());
    std::string_view rest = text;
    while (!rest.empty()) {
      const size_t end = std::min(rest.find('\n'), rest.size());
      const std::string_view line = trimmed(rest.substr(0, end));
      // Some lists have a second column.
      const std::string_view stem = line.substr(0, line.find_first_of(" \t"));
      if (!stem.empty()) sides.emplace(stem, side);
      rest.remove_prefix(std::min(end + 1, rest.size()));
    }
  }
  return sides;
}

}  // namespace mote
