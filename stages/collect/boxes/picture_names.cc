#include "stages/collect/boxes/picture_names.h"

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <limits>

#include "stages/collect/importers/importer.h"
#include "stages/collect/manifest.h"

namespace mote {
namespace {

namespace fs = std::filesystem;
using Parts = std::vector<std::string>;

constexpr size_t kFar = std::numeric_limits<size_t>::max();

Parts parts_of(const fs::path& path) {
  Parts parts;
  for (const fs::path& part : path) {
    if (part != "/" && !part.empty()) parts.push_back(part.string());
  }
  return parts;
}

Parts folder_of(const std::string& name) {
  return parts_of(fs::path(name).parent_path());
}

// How far apart two folders are: the parts in which they differ, 1 when one
// has a part more, else kFar.
size_t distance(const Parts& a, const Parts& b) {
  if (a.size() > b.size()) return distance(b, a);
  const auto [in_a, in_b] = std::mismatch(a.begin(), a.end(), b.begin());
  if (a.size() == b.size()) {
    size_t differing = 0;
    for (size_t i = 0; i < a.size(); ++i) differing += a[i] != b[i];
    return differing;
  }
  const bool one_more =
      a.size() + 1 == b.size() && std::equal(in_a, a.end(), in_b + 1);
  return one_more ? 1 : kFar;
}

// As annotating programs of every system write paths.
std::string with_slashes(std::string_view called) {
  std::string path(called);
  std::replace(path.begin(), path.end(), '\\', '/');
  return path;
}

bool is_absolute(const std::string& path) {
  return path.starts_with('/') || path.find(':') != std::string::npos;
}

bool ends_with(const Parts& whole, const Parts& end) {
  return end.size() <= whole.size() &&
         std::equal(end.rbegin(), end.rend(), whole.rbegin());
}

// Whether `called` may be the file: one path is the end of the other.
bool may_mean(const std::string& called, const std::string& name) {
  const Parts wish = parts_of(fs::path(called).lexically_normal());
  const Parts parts = parts_of(name);
  if (wish.empty() || parts.empty() || wish.back() != parts.back()) {
    return false;
  }
  return is_absolute(called) || ends_with(parts, wish) ||
         ends_with(wish, parts);
}

// "train2017" of "annotations/instances_train2017.json".
std::string set_of(const std::string& list) {
  const std::string stem = fs::path(list).stem().string();
  const size_t mark = stem.find_last_of('_');
  return mark == std::string::npos ? stem : stem.substr(mark + 1);
}

bool on_another_side(const Parts& folder, const std::string& side) {
  if (side.empty()) return false;
  return std::ranges::any_of(folder, [&](const std::string& part) {
    const std::string other = side_in_name(part);
    return !other.empty() && other != side;
  });
}

// The one name that costs least.
template <class Cost>
PictureMatch cheapest(const std::vector<std::string>& names, const Cost& cost) {
  PictureMatch match;
  size_t least = kFar;
  for (const std::string& name : names) {
    const size_t here = cost(name);
    if (here == kFar || here > least) continue;
    match = {name, here == least};
    least = here;
  }
  return match;
}

}  // namespace

PictureNames::PictureNames(const std::vector<std::string>& names) {
  for (const std::string& name : names) {
    if (!ends_in(name, {".jpg", ".jpeg", ".png", ".ppm", ".pgm"})) continue;
    by_stem_[fs::path(name).stem().string()].push_back(name);
  }
}

PictureMatch PictureNames::find(std::string_view called,
                                const std::string& list) const {
  const std::string path = with_slashes(called);
  const auto found = by_stem_.find(fs::path(path).stem().string());
  if (found == by_stem_.end()) return {};
  const std::string side = side_in_name(fs::path(list).stem().string());
  const std::string set = set_of(list);
  const Parts home = folder_of(list);
  return cheapest(found->second, [&](const std::string& name) {
    const Parts folder = folder_of(name);
    if (!may_mean(path, name) || on_another_side(folder, side)) return kFar;
    if (std::ranges::count(folder, set) != 0) return size_t{0};
    return 1 + std::min(distance(home, folder), size_t{100});
  });
}

PictureMatch PictureNames::beside(const std::string& annotation) const {
  const auto found = by_stem_.find(fs::path(annotation).stem().string());
  if (found == by_stem_.end()) return {};
  const Parts home = folder_of(annotation);
  return cheapest(found->second, [&](const std::string& name) {
    const size_t far = distance(home, folder_of(name));
    return far > 1 ? kFar : far;
  });
}

std::string side_in_name(std::string_view name) {
  std::string word;
  for (size_t i = 0; i <= name.size(); ++i) {
    if (i < name.size() && std::isalpha(static_cast<unsigned char>(name[i]))) {
      word += name[i];
      continue;
    }
    const std::string side = side_of_word(word);
    if (!side.empty()) return side;
    word.clear();
  }
  return "";
}

}  // namespace mote
