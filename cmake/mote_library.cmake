# mote_library(DEPENDS ...) makes the library of the current folder.
#
# The target is the folder's path with '_' for '/': lib/base -> lib_base.
# Sources are all *.cc below the folder; *_test.cc become the test program
# lib_base_test, one ctest entry a test case. A file's ending says what it is
# compiled for:
#   *_avx2.cc    -mavx2 -mfma          chosen at start-up where the CPU has it
#   *_avxvnni.cc AVX2 with AVX-VNNI    likewise
#   *_avx512.cc  -mavx512{f,bw,vl,dq}  likewise
#   *_vnni.cc    AVX-512 VNNI          likewise
#   *_neon.cc    AArch64, any          chosen at start-up on AArch64
#   *_dotprod.cc AArch64, dot products likewise
# Files of another processor than the one built for are left out, as are
#   *_armv7em.cc and other *_arm*.cc, *_mve.cc, *_rv32.cc, *_simd128.cc
#                device only: left out of the host build
# Options:
#   HOT           -O3 in a release, as all of device/; app/ and the tests have
#                 -O1, the rest -O2 (build_settings.cmake)
#   DEPENDS       libraries, ours and others'
#   TEST_DEPENDS  further libraries of the tests
#   PROTO / FBS   schema files to generate code from
#
# -Wno-(maybe-)uninitialized: gcc 12 takes the undefined operands inside its own
# AVX-512 intrinsics for mistakes (GCC bug 105593).
function(mote_variant_flags)
  set(avx512 "-mavx2;-mfma;-mavx512f;-mavx512bw;-mavx512vl;-mavx512dq"
      ${MOTE_VARIANT_OPTIMIZATION})
  foreach(source ${ARGN})
    if(source MATCHES "_(avx2|avxvnni|avx512|vnni|neon|dotprod)\\.cc$")
      set_source_files_properties(${source} PROPERTIES
        SKIP_PRECOMPILE_HEADERS ON)
    endif()
    if(source MATCHES "_avx2\\.cc$")
      set_source_files_properties(${source} PROPERTIES
        COMPILE_OPTIONS "-mavx2;-mfma;${MOTE_VARIANT_OPTIMIZATION}")
    elseif(source MATCHES "_avxvnni\\.cc$")
      set_source_files_properties(${source} PROPERTIES
        COMPILE_OPTIONS "-mavx2;-mfma;-mavxvnni;${MOTE_VARIANT_OPTIMIZATION}")
    elseif(source MATCHES "_avx512\\.cc$")
      set_source_files_properties(${source} PROPERTIES COMPILE_OPTIONS
        "${avx512};-Wno-maybe-uninitialized;-Wno-uninitialized")
    elseif(source MATCHES "_vnni\\.cc$")
      set_source_files_properties(${source} PROPERTIES COMPILE_OPTIONS
        "${avx512};-mavx512vnni;-Wno-maybe-uninitialized;-Wno-uninitialized")
    elseif(source MATCHES "_dotprod\\.cc$")
      set_source_files_properties(${source} PROPERTIES
        COMPILE_OPTIONS "-march=armv8.2-a+dotprod")
    endif()
  endforeach()
endfunction()

# mote_optimize_sanitized(FILES...): these loop so long in the tests that -O1
# under the sanitizers saves more than it costs; without precompiled headers,
# which are not optimized.
function(mote_optimize_sanitized)
  if(MOTE_SANITIZE)
    set_source_files_properties(${ARGN} PROPERTIES
      COMPILE_OPTIONS -O1 SKIP_PRECOMPILE_HEADERS ON)
  endif()
endfunction()

function(mote_library)
  cmake_parse_arguments(ARG "HOT" "" "DEPENDS;TEST_DEPENDS" ${ARGN})
  file(RELATIVE_PATH folder ${CMAKE_SOURCE_DIR} ${CMAKE_CURRENT_SOURCE_DIR})
  string(REPLACE "/" "_" name ${folder})

  file(GLOB_RECURSE sources CONFIGURE_DEPENDS *.cc)
  file(GLOB_RECURSE tests CONFIGURE_DEPENDS *_test.cc)
  list(FILTER sources EXCLUDE REGEX "_test\\.cc$|_arm[a-z0-9]*\\.cc$|_(mve|rv32|simd128)\\.cc$|/main\\.cc$")
  if(NOT CMAKE_SYSTEM_PROCESSOR MATCHES "x86_64|AMD64")
    list(FILTER sources EXCLUDE REGEX "_(avx2|avxvnni|avx512|vnni)\\.cc$")
  endif()
  if(NOT CMAKE_SYSTEM_PROCESSOR MATCHES "aarch64|arm64")
    list(FILTER sources EXCLUDE REGEX "_(neon|dotprod)\\.cc$")
  endif()
  mote_variant_flags(${sources})

  if(sources)
    add_library(${name} STATIC ${sources})
    target_include_directories(${name} PUBLIC ${CMAKE_SOURCE_DIR})
    target_link_libraries(${name} PUBLIC ${ARG_DEPENDS})
    if(folder MATCHES "^device/")
      # The device's own rules, so that the host build finds offenders too.
      set_target_properties(${name} PROPERTIES CXX_STANDARD 14)
      target_compile_options(${name} PRIVATE
        $<$<COMPILE_LANGUAGE:CXX>:-fno-exceptions -fno-rtti>)
    elseif(folder MATCHES "^app/")
      # Four files at a time: what they all include (JSON above all) takes
      # longer than they do. Names in their unnamed namespaces must differ.
      set_target_properties(${name} PROPERTIES
        UNITY_BUILD ON UNITY_BUILD_BATCH_SIZE 4)
      target_compile_options(${name} PRIVATE ${MOTE_APP_OPTIMIZATION})
      mote_precompile(${name} app)
    elseif(ARG_HOT)
      mote_precompile(${name} hot)
    else()
      mote_precompile(${name} host)
    endif()
    if(ARG_HOT OR folder MATCHES "^device/")
      target_compile_options(${name} PRIVATE ${MOTE_HOT_OPTIMIZATION})
    endif()
  else()
    add_library(${name} INTERFACE)
    target_include_directories(${name} INTERFACE ${CMAKE_SOURCE_DIR})
    target_link_libraries(${name} INTERFACE ${ARG_DEPENDS})
  endif()

  if(tests)
    mote_test(${name}_test SOURCES ${tests}
              DEPENDS ${name} ${ARG_TEST_DEPENDS} LABEL unit)
  endif()
endfunction()

# What test programs and the libraries of mote_test_library have in common.
function(mote_compile_as_test name)
  target_include_directories(${name} PRIVATE ${CMAKE_SOURCE_DIR})
  target_compile_definitions(${name} PRIVATE
    MOTE_SOURCE_DIR="${CMAKE_SOURCE_DIR}" MOTE_BINARY_DIR="${CMAKE_BINARY_DIR}")
  target_compile_options(${name} PRIVATE ${MOTE_TEST_OPTIMIZATION})
  mote_precompile(${name} test)
endfunction()

# mote_test_library(NAME SOURCES ... DEPENDS ...)
# What several test programs use, compiled once.
function(mote_test_library name)
  cmake_parse_arguments(ARG "" "" "SOURCES;DEPENDS" ${ARGN})
  add_library(${name} STATIC ${ARG_SOURCES})
  target_link_libraries(${name} PUBLIC ${ARG_DEPENDS} GTest::gtest)
  mote_compile_as_test(${name})
endfunction()

# mote_test(NAME SOURCES ... DEPENDS ... LABEL unit|end_to_end|long)
# Tests labelled unit are built by the target unit_tests, also with sanitizers.
function(mote_test name)
  cmake_parse_arguments(ARG "" "LABEL" "SOURCES;DEPENDS" ${ARGN})
  add_executable(${name} ${ARG_SOURCES})
  target_link_libraries(${name} PRIVATE ${ARG_DEPENDS} GTest::gtest_main)
  mote_compile_as_test(${name})
  if(ARG_LABEL STREQUAL "unit")
    if(NOT TARGET unit_tests)
      add_custom_target(unit_tests)
    endif()
    add_dependencies(unit_tests ${name})
  endif()
  include(GoogleTest)
  gtest_discover_tests(${name} DISCOVERY_MODE PRE_TEST TEST_PREFIX ${name}.
    PROPERTIES LABELS "${ARG_LABEL}" TIMEOUT 600)
endfunction()
