// HDF5, by its own library. It is asked in a child process, because a damaged
// file may well crash it.
#include <hdf5.h>

#include <cstring>
#include <mutex>

#include "lib/base/error.h"
#include "lib/base/shared_library.h"
#include "stages/collect/importers/arrays.h"
#include "stages/collect/importers/importer.h"
#include "stages/collect/importers/isolated.h"

namespace mote {
namespace {

constexpr std::string_view kMagic = "\x89HDF\r\n\x1A\n";
constexpr size_t kMostBytes = size_t{512} << 20;  // of all its arrays
constexpr size_t kMostTexts = 1'000'000;
// H5F_ACC_RDONLY, which as a macro calls the library.
constexpr unsigned kReadOnly = 0;

#define MOTE_HDF5(name) \
  decltype(::name)* name = library.function<decltype(::name)>(#name)

// libhdf5, opened on first use.
struct LibHdf5 {
  SharedLibrary library{"libhdf5_serial.so.103", "libhdf5-103-1"};
  MOTE_HDF5(H5open);
  MOTE_HDF5(H5Pcreate);
  MOTE_HDF5(H5Pset_fapl_core);
  MOTE_HDF5(H5Pset_file_image);
  MOTE_HDF5(H5Eset_auto2);
  MOTE_HDF5(H5Fopen);
  MOTE_HDF5(H5Ovisit1);
  MOTE_HDF5(H5Dopen2);
  MOTE_HDF5(H5Dget_space);
  MOTE_HDF5(H5Dget_type);
  MOTE_HDF5(H5Dread);
  MOTE_HDF5(H5Sget_simple_extent_ndims);
  MOTE_HDF5(H5Sget_simple_extent_dims);
  MOTE_HDF5(H5Tget_class);
  MOTE_HDF5(H5Tget_size);
  MOTE_HDF5(H5Tget_order);
  MOTE_HDF5(H5Tget_sign);
  MOTE_HDF5(H5Tget_super);
  MOTE_HDF5(H5Tget_nmembers);
  MOTE_HDF5(H5Tget_member_name);
  MOTE_HDF5(H5Tget_member_offset);
  MOTE_HDF5(H5Tget_member_type);
  MOTE_HDF5(H5Tis_variable_str);
  MOTE_HDF5(H5Aopen_by_name);
  MOTE_HDF5(H5Aexists_by_name);
  MOTE_HDF5(H5Aget_type);
  MOTE_HDF5(H5Aget_storage_size);
  MOTE_HDF5(H5Aread);
  // H5P_FILE_ACCESS is a variable of the library, set by H5open().
  hid_t* file_access = library.function<hid_t>("H5P_CLS_FILE_ACCESS_ID_g");
};

#undef MOTE_HDF5

const LibHdf5& hdf5() {
  static const LibHdf5 instance;
  return instance;
}

// One element of a number's type; false for other types.
bool add_element(hid_t type, size_t offset, const std::string& name,
                 std::vector<Element>& elements) {
  Element element;
  element.size_bytes = hdf5().H5Tget_size(type);
  element.offset = offset;
  element.name = name;
  H5T_class_t kind = hdf5().H5Tget_class(type);
  if (kind == H5T_ENUM) {  // truth values are enumerations
    type = hdf5().H5Tget_super(type);
    kind = H5T_INTEGER;
  }
  element.big_endian = hdf5().H5Tget_order(type) == H5T_ORDER_BE;
  const size_t size = element.size_bytes;
  if (kind == H5T_INTEGER) {
    element.kind = hdf5().H5Tget_sign(type) == H5T_SGN_NONE ? 'u' : 'i';
  } else if (kind != H5T_FLOAT || size == 1) {
    return false;
  }
  if (size != 1 && size != 2 && size != 4 && size != 8) return false;
  elements.push_back(element);
  return true;
}

bool add_elements(hid_t type, std::vector<Element>& elements) {
  if (hdf5().H5Tget_class(type) != H5T_COMPOUND) {
    return add_element(type, 0, "", elements);
  }
  const int members = hdf5().H5Tget_nmembers(type);
  for (int i = 0; i < members && i < 1000; ++i) {
    const auto member = static_cast<unsigned>(i);
    const char* name = hdf5().H5Tget_member_name(type, member);
    if (!add_element(hdf5().H5Tget_member_type(type, member),
                     hdf5().H5Tget_member_offset(type, member),
                     name != nullptr ? name : "", elements)) {
      return false;
    }
  }
  return !elements.empty();
}

// Arrays of an open file, as bytes that the parent understands.
class Collector {
 public:
  explicit Collector(hid_t file) : file_(file) {}

  std::vector<uint8_t> collect() {
    auto visit = [](hid_t, const char* name, const H5O_info_t* info,
                    void* self) -> herr_t {
      if (info->type == H5O_TYPE_DATASET) {
        static_cast<Collector*>(self)->add(name);
      }
      return 0;
    };
    hdf5().H5Ovisit1(file_, H5_INDEX_NAME, H5_ITER_INC, visit, this);
    for (const char* name : {"rate", "rate_hz", "fs", "sampling_rate",
                             "sample_rate", "frequency"}) {
      add_attribute(".", name);
    }
    return std::move(bytes_);
  }

 private:
  void put(uint64_t number) {
    const auto* raw = reinterpret_cast<const uint8_t*>(&number);
    bytes_.insert(bytes_.end(), raw, raw + sizeof number);
  }
  void put(const std::string& text) {
    put(text.size());
    bytes_.insert(bytes_.end(), text.begin(), text.end());
  }

  void put_array(const std::string& name, const std::vector<size_t>& shape,
                 const std::vector<Element>& elements, size_t record_bytes,
                 const std::vector<uint8_t>& content) {
    put('A');
    put(name);
    put(shape.size());
    for (size_t extent : shape) put(extent);
    put(elements.size());
    for (const Element& element : elements) {
      put(static_cast<uint64_t>(element.kind));
      put(element.size_bytes);
      put(element.big_endian ? 1 : 0);
      put(element.offset);
      put(element.name);
    }
    put(record_bytes);
    put(content.size());
    bytes_.insert(bytes_.end(), content.begin(), content.end());
  }

  std::vector<size_t> shape_of(hid_t dataset) const {
    const hid_t space = hdf5().H5Dget_space(dataset);
    const int dimensions = hdf5().H5Sget_simple_extent_ndims(space);
    if (dimensions < 0 || dimensions > 32) return {0};
    std::vector<hsize_t> extents(static_cast<size_t>(dimensions) + 1);
    hdf5().H5Sget_simple_extent_dims(space, extents.data(), nullptr);
    extents.pop_back();
    return {extents.begin(), extents.end()};
  }

  void check_room(size_t places, size_t place_bytes,
                  const std::string& name) const {
    if (place_bytes <= kMostBytes / places &&
        bytes_.size() + places * place_bytes <= kMostBytes) {
      return;
    }
    throw Error("its arrays hold more than 512 MiB", name,
                "Cut the file into several.");
  }

  void add(const std::string& name) {
    const hid_t dataset = hdf5().H5Dopen2(file_, name.c_str(), H5P_DEFAULT);
    if (dataset < 0) return;
    const hid_t type = hdf5().H5Dget_type(dataset);
    const std::vector<size_t> shape = shape_of(dataset);
    const size_t places = checked_places(shape, name);
    const size_t record_bytes = hdf5().H5Tget_size(type);
    if (places == 0 || record_bytes == 0) return;
    if (hdf5().H5Tget_class(type) == H5T_STRING) {
      add_texts(name, dataset, type, places);
      return;
    }
    std::vector<Element> elements;
    if (!add_elements(type, elements)) return;
    check_room(places, record_bytes, name);
    std::vector<uint8_t> content(places * record_bytes);
    if (hdf5().H5Dread(dataset, type, H5S_ALL, H5S_ALL, H5P_DEFAULT,
                       content.data()) < 0) {
      throw Error("the array '" + name + "' cannot be read");
    }
    put_array(name, shape, elements, record_bytes, content);
  }

  void add_texts(const std::string& name, hid_t dataset, hid_t type,
                 size_t places) {
    const size_t size = hdf5().H5Tget_size(type);
    const bool variable = hdf5().H5Tis_variable_str(type) > 0;
    if (places > kMostTexts || size > 4096) return;
    check_room(places, size, name);
    std::vector<char> content(places * size);
    if (hdf5().H5Dread(dataset, type, H5S_ALL, H5S_ALL, H5P_DEFAULT,
                       content.data()) < 0) {
      return;
    }
    put('T');
    put(name);
    put(places);
    for (size_t i = 0; i < places; ++i) {
      const char* text = content.data() + i * size;
      if (variable) std::memcpy(&text, content.data() + i * size, sizeof text);
      const size_t length =
          text == nullptr ? 0 : ::strnlen(text, variable ? 4096 : size);
      check_room(1, length, name);
      put(std::string(text == nullptr ? "" : text, length));
    }
  }

  // A number that is an attribute counts as an array of one; several are no
  // rate.
  void add_attribute(const char* object, const char* name) {
    if (hdf5().H5Aexists_by_name(file_, object, name, H5P_DEFAULT) <= 0) return;
    const hid_t attribute =
        hdf5().H5Aopen_by_name(file_, object, name, H5P_DEFAULT, H5P_DEFAULT);
    const hid_t type = hdf5().H5Aget_type(attribute);
    std::vector<Element> elements;
    const size_t size = hdf5().H5Tget_size(type);
    if (!add_element(type, 0, "", elements)) return;
    if (hdf5().H5Aget_storage_size(attribute) != size) return;
    std::vector<uint8_t> content(size);
    if (hdf5().H5Aread(attribute, type, content.data()) < 0) return;
    put_array(name, {}, elements, size, content);
  }

  hid_t file_;
  std::vector<uint8_t> bytes_;
};

std::vector<uint8_t> collect_arrays(std::span<const uint8_t> bytes) {
  const LibHdf5& library = hdf5();
  library.H5Eset_auto2(H5E_DEFAULT, nullptr, nullptr);
  const hid_t access = library.H5Pcreate(*library.file_access);
  library.H5Pset_fapl_core(access, size_t{1} << 20, false);
  library.H5Pset_file_image(access, const_cast<uint8_t*>(bytes.data()),
                            bytes.size());
  const hid_t file = library.H5Fopen("memory", kReadOnly, access);
  if (file < 0) throw Error("this is no HDF5 file that can be read");
  return Collector(file).collect();
}

// Reads what Collector put.
class Answer {
 public:
  explicit Answer(std::span<const uint8_t> bytes) : bytes_(bytes) {}

  ArrayFile read() {
    ArrayFile file;
    while (!bytes_.empty()) {
      if (number() == 'A') {
        file.arrays.push_back(array());
      } else {
        file.texts.push_back(texts());
      }
    }
    return file;
  }

 private:
  uint64_t number() {
    uint64_t value;
    std::memcpy(&value, bytes_.data(), sizeof value);
    bytes_ = bytes_.subspan(sizeof value);
    return value;
  }
  std::span<const uint8_t> content() {
    const uint64_t size = number();
    const auto part = bytes_.first(size);
    bytes_ = bytes_.subspan(size);
    return part;
  }
  std::string text() {
    const auto part = content();
    return {part.begin(), part.end()};
  }

  Array array() {
    Array array;
    array.name = text();
    array.shape.resize(number());
    for (size_t& extent : array.shape) extent = number();
    array.elements.resize(number());
    for (Element& element : array.elements) {
      element.kind = static_cast<char>(number());
      element.size_bytes = number();
      element.big_endian = number() != 0;
      element.offset = number();
      element.name = text();
    }
    array.record_bytes = number();
    array.bytes = content();
    return array;
  }

  TextArray texts() {
    TextArray array;
    array.name = text();
    array.texts.resize(number());
    for (std::string& entry : array.texts) entry = text();
    return array;
  }

  std::span<const uint8_t> bytes_;
};

}  // namespace

Fit sniff_hdf5(const ImportedFile& file, const ReadOptions&) {
  const bool marked =
      file.bytes.size() > kMagic.size() &&
      std::memcmp(file.bytes.data(), kMagic.data(), kMagic.size()) == 0;
  if (marked) return Fit::kByContent;
  return ends_in(file.name, {".h5", ".hdf5", ".hdf"}) ? Fit::kByName
                                                      : Fit::kNone;
}

FileContent read_hdf5(const ImportedFile& file, const ReadOptions& options) {
  // The child finds the library loaded and ready.
  static std::once_flag once;
  std::call_once(once, [] { hdf5().H5open(); });
  const std::vector<uint8_t> answer =
      in_child([&] { return collect_arrays(file.bytes); },
               "the HDF5 library fails on this file", file.name);
  return read_arrays(Answer(answer).read(), file, options, "HDF5");
}

}  // namespace mote
