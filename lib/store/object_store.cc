#include "lib/store/object_store.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <utility>

#include "lib/base/error.h"
#include "lib/base/file.h"
#include "lib/base/hash.h"

namespace mote {
namespace {

constexpr size_t kNameDigits = 64;
constexpr size_t kFolderDigits = 2;
constexpr const char* kIncoming = "incoming";

std::span<const uint8_t> as_bytes(std::string_view text) {
  return {reinterpret_cast<const uint8_t*>(text.data()), text.size()};
}

Error missing(std::string_view name) {
  return Error("a stored object is missing", "object " + std::string(name),
               "`mote collect verify` lists what needs it; importing the "
               "same files again brings recordings back.");
}

Error corrupt(std::string_view name, const fs::path& file) {
  return Error(
      "a stored object is corrupt: its content does not match its name",
      file.string(),
      "`mote collect verify` lists what needs object " + std::string(name) +
          "; importing the same files again repairs recordings.");
}

void create_folder(const fs::path& folder) {
  std::error_code error;
  fs::create_directories(folder, error);
  if (error) {
    errno = error.value();
    throw_file_error("cannot be created", folder);
  }
}

void write_unsynced(const fs::path& file, std::span<const uint8_t> bytes) {
  const int handle =
      ::open(file.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
  if (handle < 0) throw_file_error("cannot be written", file);
  while (!bytes.empty()) {
    const ssize_t count = ::write(handle, bytes.data(), bytes.size());
    if (count < 0) {
      if (errno == EINTR) continue;
      const int error_number = errno;
      ::close(handle);
      errno = error_number;
      throw_file_error("cannot be written", file);
    }
    bytes = bytes.subspan(static_cast<size_t>(count));
  }
  if (::close(handle) != 0) throw_file_error("cannot be closed", file);
}

// Everything written so far to the file system that holds `folder`.
void sync_file_system(const fs::path& folder) {
  const int handle = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (handle < 0) throw_file_error("cannot be opened", folder);
  const int result = ::syncfs(handle);
  const int error_number = errno;
  ::close(handle);
  errno = error_number;
  if (result != 0) throw_file_error("cannot be synced", folder);
}

// A locked folder below `incoming`; -1 when another process holds it.
int lock_folder(const fs::path& folder) {
  const int handle = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (handle >= 0 && ::flock(handle, LOCK_EX | LOCK_NB) != 0) {
    ::close(handle);
    return -1;
  }
  return handle;
}

// Removes what processes that died left behind: folders nobody locks.
void remove_leftovers(const fs::path& incoming) {
  std::error_code ignored;
  for (const auto& entry : fs::directory_iterator(incoming, ignored)) {
    const int lock = lock_folder(entry.path());
    if (lock < 0) continue;
    fs::remove_all(entry.path(), ignored);
    ::close(lock);
  }
}

// A new locked folder of this process's own. Another process may take it for
// a leftover between its making and its locking; then the next try holds.
std::pair<fs::path, int> make_own_folder(const fs::path& incoming) {
  create_folder(incoming);
  while (true) {
    std::string name = (incoming / "XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) {
      throw_file_error("cannot be created", incoming);
    }
    const int lock = lock_folder(name);
    if (lock >= 0 && fs::exists(name)) return {name, lock};
    if (lock >= 0) ::close(lock);
  }
}

}  // namespace

bool is_object_name(std::string_view text) {
  return text.size() == kNameDigits &&
         text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

ObjectStore::ObjectStore(fs::path folder) : folder_(std::move(folder)) {}

fs::path ObjectStore::path_of(std::string_view name) const {
  if (!is_object_name(name)) {
    throw Error("'" + std::string(name) + "' is not the name of an object");
  }
  return folder_ / name.substr(0, kFolderDigits) / name.substr(kFolderDigits);
}

bool ObjectStore::has(std::string_view name) const {
  std::error_code ignored;
  return fs::exists(path_of(name), ignored);
}

// A file with other bytes is the remains of a fault: it is written anew.
bool ObjectStore::holds(std::string_view name,
                        std::span<const uint8_t> bytes) const {
  std::error_code error;
  const auto size = fs::file_size(path_of(name), error);
  if (error || size != bytes.size()) return false;
  return std::ranges::equal(read_bytes(path_of(name)), bytes);
}

std::string ObjectStore::put(std::span<const uint8_t> bytes) {
  const std::string name = sha256(bytes);
  if (!holds(name, bytes)) write_atomically(path_of(name), bytes);
  return name;
}

std::string ObjectStore::put(std::string_view text) {
  return put(as_bytes(text));
}

std::string ObjectStore::put_file(const fs::path& file) {
  return put(read_bytes(file));
}

std::vector<uint8_t> ObjectStore::get(std::string_view name) const {
  if (!has(name)) throw missing(name);
  auto bytes = read_bytes(path_of(name));
  if (sha256(bytes) != name) throw corrupt(name, path_of(name));
  return bytes;
}

std::string ObjectStore::get_text(std::string_view name) const {
  const auto bytes = get(name);
  return std::string(bytes.begin(), bytes.end());
}

ObjectStore::State ObjectStore::check(std::string_view name) const {
  if (!has(name)) return State::kMissing;
  return sha256(read_bytes(path_of(name))) == name ? State::kIntact
                                                   : State::kCorrupt;
}

std::vector<std::string> ObjectStore::list() const {
  std::vector<std::string> names;
  std::error_code ignored;
  for (const auto& folder : fs::directory_iterator(folder_, ignored)) {
    const std::string start = folder.path().filename().string();
    if (start.size() != kFolderDigits) continue;
    for (const auto& file : fs::directory_iterator(folder.path(), ignored)) {
      std::string name = start + file.path().filename().string();
      if (is_object_name(name)) names.push_back(std::move(name));
    }
  }
  std::sort(names.begin(), names.end());
  return names;
}

ObjectStore::Batch::Batch(ObjectStore& store) : store_(store) {
  const fs::path incoming = store.folder_ / kIncoming;
  remove_leftovers(incoming);
  std::tie(folder_, lock_) = make_own_folder(incoming);
}

ObjectStore::Batch::~Batch() {
  std::error_code ignored;
  fs::remove_all(folder_, ignored);
  if (lock_ >= 0) ::close(lock_);
}

std::string ObjectStore::Batch::add(std::span<const uint8_t> bytes) {
  std::string name = sha256(bytes);
  if (store_.holds(name, bytes)) return name;
  {
    std::lock_guard guard(mutex_);
    if (!names_.insert(name).second) return name;
  }
  write_unsynced(folder_ / name, bytes);
  return name;
}

void ObjectStore::Batch::commit() {
  std::lock_guard guard(mutex_);
  if (names_.empty()) return;
  sync_file_system(folder_);
  for (const std::string& name : names_) {
    const fs::path target = store_.path_of(name);
    create_folder(target.parent_path());
    if (::rename((folder_ / name).c_str(), target.c_str()) != 0) {
      throw_file_error("cannot be stored", target);
    }
  }
  sync_file_system(store_.folder_);
  names_.clear();
}

}  // namespace mote
