#include "stages/collect/archive.h"

#include <archive.h>
#include <archive_entry.h>

#include <memory>

#include "lib/base/error.h"
#include "lib/base/shared_library.h"

namespace mote {
namespace {

namespace fs = std::filesystem;

constexpr size_t kBlockBytes = 1 << 18;
constexpr size_t kMostBytes = size_t{512} << 20;

#define MOTE_ARCHIVE(name) \
  decltype(::name)* name = library.function<decltype(::name)>(#name)

// libarchive, opened on first use.
struct LibArchive {
  SharedLibrary library{"libarchive.so.13", "libarchive13"};
  MOTE_ARCHIVE(archive_read_new);
  MOTE_ARCHIVE(archive_read_free);
  MOTE_ARCHIVE(archive_read_support_filter_all);
  MOTE_ARCHIVE(archive_read_support_format_all);
  MOTE_ARCHIVE(archive_read_open_filename);
  MOTE_ARCHIVE(archive_read_open_memory);
  MOTE_ARCHIVE(archive_read_next_header);
  MOTE_ARCHIVE(archive_read_data);
  MOTE_ARCHIVE(archive_entry_pathname);
  MOTE_ARCHIVE(archive_entry_filetype);
  MOTE_ARCHIVE(archive_error_string);
};

#undef MOTE_ARCHIVE

const LibArchive& libarchive() {
  static const LibArchive instance;
  return instance;
}

class Reader {
 public:
  explicit Reader(const fs::path& file) : Reader(file.string()) {
    check(libarchive().archive_read_open_filename(archive_.get(), file.c_str(),
                                                  kBlockBytes));
  }
  Reader(std::span<const uint8_t> bytes, const std::string& name)
      : Reader(name) {
    check(libarchive().archive_read_open_memory(archive_.get(), bytes.data(),
                                                bytes.size()));
  }

  // The name of the next regular file; false at the end.
  bool next(std::string& name) {
    while (true) {
      archive_entry* entry = nullptr;
      const int code =
          libarchive().archive_read_next_header(archive_.get(), &entry);
      if (code == ARCHIVE_EOF) return false;
      check(code);
      const char* path = libarchive().archive_entry_pathname(entry);
      if (path == nullptr ||
          libarchive().archive_entry_filetype(entry) != AE_IFREG) {
        continue;
      }
      name = path;
      return true;
    }
  }

  std::vector<uint8_t> bytes() {
    std::vector<uint8_t> content;
    size_t filled = 0;
    while (true) {
      if (filled > kMostBytes) {
        throw Error("a file in the archive is too large", name_, "");
      }
      content.resize(filled + kBlockBytes);
      const auto count = libarchive().archive_read_data(
          archive_.get(), content.data() + filled, kBlockBytes);
      if (count < 0) check(ARCHIVE_FATAL);
      if (count == 0) break;
      filled += static_cast<size_t>(count);
    }
    content.resize(filled);
    return content;
  }

 private:
  explicit Reader(const std::string& name)
      : name_(name),
        archive_(libarchive().archive_read_new(),
                 libarchive().archive_read_free) {
    libarchive().archive_read_support_filter_all(archive_.get());
    libarchive().archive_read_support_format_all(archive_.get());
  }

  void check(int code) const {
    if (code == ARCHIVE_OK || code == ARCHIVE_WARN) return;
    const char* what = libarchive().archive_error_string(archive_.get());
    throw Error(std::string("the archive cannot be read: ") +
                    (what != nullptr ? what : "unknown reason"),
                name_, "Download it again.");
  }

  std::string name_;
  std::unique_ptr<archive, decltype(LibArchive::archive_read_free)> archive_;
};

bool stays_inside(const fs::path& name) {
  if (name.empty() || name.is_absolute()) return false;
  for (const fs::path& part : name) {
    if (part == "..") return false;
  }
  return true;
}

void read_all(Reader& reader,
              const std::function<bool(const std::string& name)>& wants,
              const std::function<bool(ArchivedFile)>& take) {
  std::string raw_name;
  while (reader.next(raw_name)) {
    if (!stays_inside(raw_name)) continue;
    const std::string name =
        fs::path(raw_name).lexically_normal().generic_string();
    if (wants(name) && !take({name, reader.bytes()})) return;
  }
}

}  // namespace

void read_archive(const fs::path& archive,
                  const std::function<bool(const std::string& name)>& wants,
                  const std::function<bool(ArchivedFile)>& take) {
  Reader reader(archive);
  read_all(reader, wants, take);
}

void read_archive(std::span<const uint8_t> archive, const std::string& name,
                  const std::function<bool(const std::string& name)>& wants,
                  const std::function<bool(ArchivedFile)>& take) {
  Reader reader(archive, name);
  read_all(reader, wants, take);
}

}  // namespace mote
