#include "lib/base/shared_library.h"

#include <dlfcn.h>

#include "lib/base/error.h"

namespace mote {

SharedLibrary::SharedLibrary(const std::string& file,
                             const std::string& package)
    : file_(file),
      package_(package),
      handle_(::dlopen(file.c_str(), RTLD_NOW | RTLD_LOCAL)) {
  if (handle_ == nullptr) {
    throw Error("the library " + file + " is not installed", "",
                "Install it with: apt-get install " + package);
  }
}

void* SharedLibrary::address_of(const char* name) const {
  void* address = ::dlsym(handle_, name);
  if (address == nullptr) {
    throw Error(
        "the library lacks the function " + std::string(name), file_,
        "Install the version of Debian 12: apt-get install " + package_);
  }
  return address;
}

}  // namespace mote
