#include "lib/signal/picture.h"

#include <png.h>
#include <turbojpeg.h>

#include <algorithm>
#include <cstring>
#include <memory>
#include <optional>

#include "lib/base/error.h"

namespace mote {
namespace {

using Bytes = std::span<const uint8_t>;

constexpr int64_t kMostPixels = int64_t{64} << 20;

[[noreturn]] void damaged(const std::string& what, const std::string& name) {
  throw Error("the picture is damaged: " + what, name,
              "Copy or export it again.");
}

bool starts_with(Bytes file, std::string_view text) {
  return file.size() >= text.size() &&
         std::memcmp(file.data(), text.data(), text.size()) == 0;
}

bool is_jpeg(Bytes file) { return starts_with(file, "\xFF\xD8\xFF"); }
bool is_png(Bytes file) { return starts_with(file, "\x89PNG\r\n\x1A\n"); }
bool is_ppm(Bytes file) {
  return file.size() > 2 && file[0] == 'P' &&
         (file[1] == '5' || file[1] == '6') && std::isspace(file[2]);
}

Signal picture_of(const PictureFacts& facts, std::vector<uint8_t> values) {
  std::vector<Axis> axes = {{"red", ""}, {"green", ""}, {"blue", ""}};
  if (facts.channels == 1) axes = {{"grey", ""}};
  return {0, axes, std::move(values), {facts.height, facts.width}};
}

size_t value_count(const PictureFacts& facts) {
  return static_cast<size_t>(facts.width) * static_cast<size_t>(facts.height) *
         static_cast<size_t>(facts.channels);
}

void check_size(const PictureFacts& facts, const std::string& name) {
  if (facts.width <= 0 || facts.height <= 0) damaged("it has no pixels", name);
  if (int64_t{facts.width} * facts.height > kMostPixels) {
    throw Error("the picture is too large: " + std::to_string(facts.width) +
                    " x " + std::to_string(facts.height),
                name, "Make it smaller.");
  }
}

class Jpeg {
 public:
  Jpeg(Bytes file, const std::string& name)
      : file_(file), name_(name), decoder_(tjInitDecompress(), tjDestroy) {
    int width = 0, height = 0, subsampling = 0, colours = 0;
    check(tjDecompressHeader3(decoder_.get(), file.data(), file.size(), &width,
                              &height, &subsampling, &colours));
    facts_ = {"JPEG", width, height, colours == TJCS_GRAY ? 1 : 3};
    check_size(facts_, name);
  }

  const PictureFacts& facts() const { return facts_; }

  Signal decode() const {
    std::vector<uint8_t> values(value_count(facts_));
    check(tjDecompress2(
        decoder_.get(), file_.data(), file_.size(), values.data(), facts_.width,
        0, facts_.height, facts_.channels == 1 ? TJPF_GRAY : TJPF_RGB,
        TJFLAG_ACCURATEDCT | TJFLAG_STOPONWARNING | TJFLAG_LIMITSCANS));
    return picture_of(facts_, std::move(values));
  }

 private:
  void check(int code) const {
    if (code != 0) damaged(tjGetErrorStr2(decoder_.get()), name_);
  }

  Bytes file_;
  std::string name_;
  std::unique_ptr<void, int (*)(tjhandle)> decoder_;
  PictureFacts facts_;
};

class Png {
 public:
  Png(Bytes file, const std::string& name) : name_(name) {
    std::memset(&image_, 0, sizeof image_);
    image_.version = PNG_IMAGE_VERSION;
    check(png_image_begin_read_from_memory(&image_, file.data(), file.size()));
    const bool colour = (image_.format & PNG_FORMAT_FLAG_COLOR) != 0;
    facts_ = {"PNG", static_cast<int>(image_.width),
              static_cast<int>(image_.height), colour ? 3 : 1};
  }
  ~Png() { png_image_free(&image_); }
  Png(const Png&) = delete;
  Png& operator=(const Png&) = delete;

  const PictureFacts& facts() const { return facts_; }

  Signal decode() {
    check_size(facts_, name_);
    image_.format = facts_.channels == 1 ? PNG_FORMAT_GRAY : PNG_FORMAT_RGB;
    std::vector<uint8_t> values(value_count(facts_));
    const png_color black{0, 0, 0};
    check(png_image_finish_read(&image_, &black, values.data(), 0, nullptr));
    return picture_of(facts_, std::move(values));
  }

 private:
  void check(int done) const {
    if (done == 0 || PNG_IMAGE_FAILED(image_)) damaged(image_.message, name_);
  }

  std::string name_;
  png_image image_;
  PictureFacts facts_;
};

// The header of a PPM or PGM: numbers between spaces and comments.
class Ppm {
 public:
  Ppm(Bytes file, const std::string& name) : file_(file), name_(name) {
    const int channels = file[1] == '6' ? 3 : 1;
    const int width = number(), height = number();
    highest_ = number();
    ++at_;  // one space before the pixels
    facts_ = {channels == 3 ? "PPM" : "PGM", width, height, channels};
    check_size(facts_, name);
    if (highest_ < 1 || highest_ > 255) {
      throw Error("the picture has values up to " + std::to_string(highest_),
                  name, "Pictures of 8 bits a channel are read.");
    }
  }

  const PictureFacts& facts() const { return facts_; }

  Signal decode() const {
    const size_t count = value_count(facts_);
    if (at_ > file_.size() || file_.size() - at_ < count) {
      damaged("it ends too early", name_);
    }
    const auto pixels = file_.subspan(at_, count);
    std::vector<uint8_t> values(pixels.begin(), pixels.end());
    for (uint8_t& value : values) {
      value =
          static_cast<uint8_t>(std::min<int>(value, highest_) * 255 / highest_);
    }
    return picture_of(facts_, std::move(values));
  }

 private:
  int number() {
    while (at_ < file_.size() && !std::isdigit(file_[at_])) {
      if (file_[at_] == '#') {
        while (at_ < file_.size() && file_[at_] != '\n') ++at_;
      } else if (!std::isspace(file_[at_])) {
        damaged("its header holds no numbers", name_);
      } else {
        ++at_;
      }
    }
    int value = 0;
    while (at_ < file_.size() && std::isdigit(file_[at_])) {
      value = value * 10 + (file_[at_++] - '0');
      if (value > kMostPixels) damaged("its size is absurd", name_);
    }
    return value;
  }

  Bytes file_;
  std::string name_;
  size_t at_ = 2;
  int highest_ = 0;
  PictureFacts facts_;
};

// Calls `use` with the reader of the file's format.
template <class Use>
auto with_picture(Bytes file, const std::string& name, const Use& use) {
  if (is_jpeg(file)) return use(Jpeg(file, name));
  if (is_png(file)) return use(Png(file, name));
  if (is_ppm(file)) return use(Ppm(file, name));
  throw Error("not a picture that can be read", name,
              "JPEG, PNG, PPM and PGM files are understood.");
}

}  // namespace

bool is_picture(Bytes file) {
  return is_jpeg(file) || is_png(file) || is_ppm(file);
}

PictureFacts picture_facts(Bytes file, const std::string& name) {
  return with_picture(file, name,
                      [](auto&& picture) { return picture.facts(); });
}

Signal decode_picture(Bytes file, const std::string& name) {
  return with_picture(file, name,
                      [](auto&& picture) { return picture.decode(); });
}

std::vector<uint8_t> encode_png(const Signal& picture) {
  const auto* values = std::get_if<std::vector<uint8_t>>(&picture.samples);
  const size_t axes = picture.axis_count();
  if (values == nullptr || picture.frame_shape.size() != 2 ||
      picture.frame_count() != 1 || (axes != 1 && axes != 3)) {
    throw Error("this is no picture of 8 bits, red, green, blue or grey");
  }
  png_image image;
  std::memset(&image, 0, sizeof image);
  image.version = PNG_IMAGE_VERSION;
  image.height = static_cast<png_uint_32>(picture.frame_shape[0]);
  image.width = static_cast<png_uint_32>(picture.frame_shape[1]);
  image.format = axes == 1 ? PNG_FORMAT_GRAY : PNG_FORMAT_RGB;
  png_alloc_size_t size = PNG_IMAGE_PNG_SIZE_MAX(image);
  std::vector<uint8_t> file(size);
  if (png_image_write_to_memory(&image, file.data(), &size, 0, values->data(),
                                0, nullptr) == 0) {
    throw Error(std::string("the picture cannot be written: ") + image.message);
  }
  file.resize(size);
  return file;
}

}  // namespace mote
