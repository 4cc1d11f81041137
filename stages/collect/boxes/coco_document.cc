#include "stages/collect/boxes/coco_document.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "lib/base/error.h"

namespace mote {
namespace {

using Json = nlohmann::json;

constexpr int kDeepest = 64;
constexpr size_t kMostItems = 20'000'000;
// Names and ids; longer texts (captions, say) are not of interest.
constexpr size_t kLongestText = 4096;
constexpr std::string_view kSections[] = {"info", "licenses", "categories",
                                          "images", "annotations"};

bool is_section(std::string_view key) {
  return std::ranges::find(kSections, key) != std::end(kSections);
}

// An object of any section.
struct Item {
  std::string id, image_id, category_id, licence, file_name, name, url,
      description, contributor;
  double width = 0, height = 0, crowd = 0;
  std::vector<double> box;

  std::string* text_of(std::string_view key) {
    if (key == "id") return &id;
    if (key == "image_id") return &image_id;
    if (key == "category_id") return &category_id;
    if (key == "license") return &licence;
    if (key == "file_name") return &file_name;
    if (key == "name") return &name;
    if (key == "url") return &url;
    if (key == "description") return &description;
    if (key == "contributor") return &contributor;
    return nullptr;
  }
  double* number_of(std::string_view key) {
    if (key == "width") return &width;
    if (key == "height") return &height;
    if (key == "iscrowd") return &crowd;
    return nullptr;
  }
};

std::string joined(std::initializer_list<std::string> texts) {
  std::string line;
  for (const std::string& text : texts) {
    if (!text.empty()) line += (line.empty() ? "" : ", ") + text;
  }
  return line;
}

// Hears the file's parts in their order.
class CocoReader : public nlohmann::json_sax<Json> {
 public:
  CocoReader(std::string name, CocoDocument& document)
      : name_(std::move(name)), document_(document) {}

  bool null() override { return true; }
  bool boolean(bool value) override { return take(value ? 1 : 0); }
  bool number_integer(int64_t value) override {
    return take(static_cast<double>(value), std::to_string(value));
  }
  bool number_unsigned(uint64_t value) override {
    return take(static_cast<double>(value), std::to_string(value));
  }
  bool number_float(double value, const std::string&) override {
    return take(value, fmt::format("{:g}", value));
  }
  bool string(std::string& text) override {
    if (depth_ != item_depth()) return true;
    std::string* slot = item_.text_of(key_);
    if (slot == nullptr) return true;
    check(text.size() <= kLongestText,
          fmt::format("'{}' is longer than 4,096 bytes", key_));
    *slot = text;
    return true;
  }
  bool binary(binary_t&) override { return true; }
  bool key(std::string& text) override {
    if (depth_ == 1) section_ = is_section(text) ? text : "";
    if (depth_ == item_depth()) key_ = text.substr(0, kLongestText);
    return true;
  }
  bool start_object(size_t) override {
    deeper();
    if (depth_ == item_depth()) item_ = {};
    return true;
  }
  bool end_object() override {
    if (depth_ == item_depth()) finish_item();
    --depth_;
    return true;
  }
  bool start_array(size_t) override {
    deeper();
    check(depth_ > 1, "it is a list, not an object");
    if (depth_ == 2) {
      document_.has_annotations |= section_ == "annotations";
    }
    return true;
  }
  bool end_array() override {
    --depth_;
    return true;
  }
  bool parse_error(size_t at, const std::string&,
                   const Json::exception& error) override {
    throw Error(
        fmt::format("the annotations are no JSON, or damaged, at byte {}", at),
        name_, error.what());
  }

 private:
  // Of an object within a list of the root; info is one in the root itself.
  int item_depth() const {
    if (section_.empty()) return -1;
    return section_ == "info" ? 2 : 3;
  }

  void check(bool holds, const std::string& what) const {
    if (holds) return;
    throw Error("not COCO annotations: " + what, name_,
                "docs/import.md says what they hold.");
  }

  void deeper() {
    check(++depth_ <= kDeepest,
          "more than 64 lists and objects lie in each other");
  }

  bool take(double value, const std::string& text = "") {
    const bool in_box = depth_ == item_depth() + 1 && key_ == "bbox";
    if (in_box && item_.box.size() <= 4) item_.box.push_back(value);
    if (depth_ != item_depth()) return true;
    if (double* number = item_.number_of(key_)) *number = value;
    if (std::string* slot = item_.text_of(key_)) *slot = text;
    return true;
  }

  void finish_item() {
    if (section_ == "info") {
      document_.attribution =
          joined({item_.description, item_.contributor, item_.url});
    } else if (section_ == "licenses") {
      document_.licences[item_.id] = joined({item_.name, item_.url});
    } else if (section_ == "categories") {
      document_.categories[item_.id] = item_.name;
    } else if (section_ == "images") {
      finish_image();
    } else if (section_ == "annotations") {
      finish_annotation();
    }
    check(document_.images.size() + document_.annotations.size() +
                  document_.categories.size() + document_.licences.size() <
              kMostItems,
          "it has more than 20 million entries");
  }

  void finish_image() {
    const auto where = document_.images.size() + 1;
    check(!item_.file_name.empty(),
          fmt::format("image {} of its list has no file_name", where));
    check(!item_.id.empty(),
          fmt::format("image {} of its list has no id", where));
    document_.images.push_back({std::move(item_.id), std::move(item_.file_name),
                                std::move(item_.licence), item_.width,
                                item_.height});
  }

  void finish_annotation() {
    if (item_.box.empty()) {
      ++document_.without_box;
      return;
    }
    const std::string where =
        "annotation " + (item_.id.empty() ? "without an id" : item_.id);
    check(item_.box.size() == 4, where + ": its bbox has not four numbers");
    check(!item_.image_id.empty(), where + " has no image_id");
    CocoAnnotation annotation{std::move(item_.id),
                              std::move(item_.image_id),
                              std::move(item_.category_id),
                              {},
                              item_.crowd != 0};
    std::copy_n(item_.box.begin(), 4, annotation.box.begin());
    document_.annotations.push_back(std::move(annotation));
  }

  std::string name_;
  CocoDocument& document_;
  int depth_ = 0;
  std::string section_, key_;
  Item item_;
};

}  // namespace

bool begins_as_coco(std::string_view text) {
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  const auto skip_spaces = [&] {
    text.remove_prefix(
        std::min(text.find_first_not_of(" \t\r\n"), text.size()));
  };
  skip_spaces();
  if (!text.starts_with('{')) return false;
  text.remove_prefix(1);
  skip_spaces();
  if (!text.starts_with('"')) return false;
  const size_t end = text.find('"', 1);
  return end != std::string_view::npos && is_section(text.substr(1, end - 1));
}

CocoDocument parse_coco(std::string_view text, const std::string& name) {
  CocoDocument document;
  CocoReader reader(name, document);
  Json::sax_parse(text, &reader);
  return document;
}

}  // namespace mote
