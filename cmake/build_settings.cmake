# Language level, warnings and the optional accelerators of the build itself.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR})

if(NOT CMAKE_BUILD_TYPE)
  set(CMAKE_BUILD_TYPE Release)
endif()

# ccache hits on precompiled headers only with this sloppiness; with the
# compiler's own list of dependencies a miss costs no second preprocessing.
find_program(CCACHE_PROGRAM ccache)
if(CCACHE_PROGRAM AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  set(launcher env CCACHE_SLOPPINESS=pch_defines,time_macros CCACHE_DEPEND=1
      ${CCACHE_PROGRAM})
  set(CMAKE_C_COMPILER_LAUNCHER ${launcher})
  set(CMAKE_CXX_COMPILER_LAUNCHER ${launcher})
endif()

find_program(MOLD_PROGRAM mold)
if(MOLD_PROGRAM)
  add_link_options(-fuse-ld=mold)
endif()

option(MOTE_WERROR "Treat warnings as errors" ON)
add_compile_options(-Wall -Wextra -Wpedantic -Wshadow=local)
# gcc 12 sees overlaps and overflows in std::string that are not there (its bugs
# 105329 and 105651); the sanitizers find those that are.
add_compile_options(-Wno-restrict -Wno-array-bounds -Wno-stringop-overflow)
if(MOTE_WERROR)
  add_compile_options(-Werror)
endif()

# Some libraries' packages ask for it: with all files alike, precompiled
# headers fit every target.
add_compile_options(-pthread)

# Host and device agree bit for bit only if neither contracts a*b+c.
add_compile_options(-ffp-contract=off)
add_link_options(-Wl,--as-needed)

option(MOTE_FUZZERS "Build the libFuzzer targets (clang only)" OFF)
if(MOTE_FUZZERS)
  add_compile_options(-fsanitize=fuzzer-no-link)
endif()

# gcc's garbage collector never pays in a process of two seconds.
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  add_compile_options(--param=ggc-min-heapsize=600000)
endif()

option(MOTE_SANITIZE "Build with AddressSanitizer and UBSan" OFF)
if(MOTE_SANITIZE)
  add_compile_options(-fsanitize=address,undefined -fno-omit-frame-pointer
                      -fno-sanitize-recover=all)
  add_link_options(-fsanitize=address,undefined)
endif()

option(MOTE_COVERAGE "Build with coverage counters" OFF)
if(MOTE_COVERAGE)
  add_compile_options(--coverage)
  add_link_options(--coverage)
endif()

# What is HOT is worth its compile time; the application and the tests call
# what is fast and seldom are it. The sanitizers' build (RelWithDebInfo) takes
# less time than it saves only there, and not for vector instructions.
set(MOTE_HOT_OPTIMIZATION $<$<CONFIG:Release>:-O3>
    $<$<CONFIG:RelWithDebInfo>:-O1>)
set(MOTE_VARIANT_OPTIMIZATION $<$<CONFIG:RelWithDebInfo>:-O0>)
set(MOTE_APP_OPTIMIZATION $<$<CONFIG:Release>:-O1>)
set(MOTE_TEST_OPTIMIZATION $<$<CONFIG:Release>:-O1>)
