// Libraries opened on first use: for what few commands need, so that the
// others start without it.
#pragma once

#include <string>

namespace mote {

class SharedLibrary {
 public:
  // file: "libportaudio.so.2"; package: what brings it. Throws Error naming
  // the package when the library is not installed. It stays open until the
  // process ends.
  SharedLibrary(const std::string& file, const std::string& package);

  // A function of the library; Type is that of its declaration:
  //   auto open = library.function<decltype(Pa_OpenStream)>("Pa_OpenStream");
  // Throws Error when the library has no such function.
  template <class Type>
  Type* function(const char* name) const {
    return reinterpret_cast<Type*>(address_of(name));
  }

 private:
  void* address_of(const char* name) const;

  std::string file_, package_;
  void* handle_;
};

}  // namespace mote
