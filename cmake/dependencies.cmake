# The libraries mote stands on, all packaged by Debian 12.
# docs/dependencies.md says why each was chosen.
find_package(PkgConfig REQUIRED)
find_package(Threads REQUIRED)
find_package(fmt REQUIRED)
find_package(nlohmann_json REQUIRED)
find_package(CLI11 REQUIRED)
find_package(PNG REQUIRED)
find_package(Protobuf REQUIRED)
find_package(GTest REQUIRED)

foreach(module sqlite3 sndfile soxr portaudio-2.0 libsodium libcurl libarchive
        libturbojpeg libmicrohttpd hdf5 mseed libmosquitto pugixml
        tomlplusplus flatbuffers)
  string(REGEX REPLACE "-[0-9.]+$" "" name ${module})
  pkg_check_modules(${name} REQUIRED IMPORTED_TARGET GLOBAL ${module})
  add_library(mote::${name} ALIAS PkgConfig::${name})
endforeach()
