# How a room of the house is declared: one static library a folder, linked only to what it may know.

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)

find_program(HALFTONE_CCACHE ccache)
if(HALFTONE_CCACHE)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${HALFTONE_CCACHE})
endif()

find_program(HALFTONE_MOLD mold)  # links our some 150 programs in a sixth of ld's time
if(HALFTONE_MOLD)
  add_link_options(-fuse-ld=mold)
endif()

# Language level, warnings and sanitizers of everything that is ours.
add_library(halftone_options INTERFACE)
target_compile_options(halftone_options INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor -Woverloaded-virtual -Wimplicit-fallthrough
  -Wundef -Wvla -Werror)
target_include_directories(halftone_options INTERFACE ${CMAKE_SOURCE_DIR})
if(HALFTONE_SANITIZE)
  # For all targets, so that inlined library code is instrumented alike on both sides of a call.
  add_compile_options(-fsanitize=${HALFTONE_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
  add_link_options(-fsanitize=${HALFTONE_SANITIZE})
endif()

# What Qt code adds: no silent conversions between bytes, text and URLs; no keywords of Qt's past.
add_library(halftone_qt_options INTERFACE)
target_compile_definitions(halftone_qt_options INTERFACE
  QT_NO_CAST_TO_ASCII QT_NO_CAST_FROM_BYTEARRAY QT_NO_URL_CAST_FROM_STRING QT_NO_FOREACH
  QT_DISABLE_DEPRECATED_BEFORE=0x060400)
target_link_libraries(halftone_qt_options INTERFACE halftone_options)

# halftone_library(halftone_policy SOURCES a.cpp b.cpp LIBS halftone_base PkgConfig::re2)
#   without Qt's moc and include paths unless QT is given.
function(halftone_library name)
  cmake_parse_arguments(ARG "QT" "" "SOURCES;LIBS" ${ARGN})
  if(NOT ARG_SOURCES)
    add_library(${name} INTERFACE)
    target_link_libraries(${name} INTERFACE halftone_options ${ARG_LIBS})
    return()
  endif()
  add_library(${name} STATIC ${ARG_SOURCES})
  if(ARG_QT)
    set_target_properties(${name} PROPERTIES AUTOMOC ON)
    target_link_libraries(${name} PUBLIC halftone_qt_options ${ARG_LIBS})
    halftone_use_precompiled(${name})
  else()
    set_target_properties(${name} PROPERTIES AUTOMOC OFF)
    target_link_libraries(${name} PUBLIC halftone_options ${ARG_LIBS})
  endif()
endfunction()

# The tests of what reads input from outside. test.sh runs these under the sanitizers each time, all others with --long:
# building everything twice would take longer than a test run may.
add_custom_target(halftone_hostile_tests)

# halftone_test(tst_policy_decide SOURCES tst_decide.cpp LIBS halftone_policy [LABELS long] [TIMEOUT 60]
#               [SERIAL] [DISPLAYED] [ENVIRONMENT A=b ...])
#   A Qt Test program and its CTest entry, with the labels of HALFTONE_TEST_LABELS too. Tests find the built programs in HALFTONE_BIN_DIR.
#   DISPLAYED: in real windows, under an X server of its own.
function(halftone_test name)
  cmake_parse_arguments(ARG "SERIAL;DISPLAYED" "TIMEOUT" "SOURCES;LIBS;LABELS;ENVIRONMENT" ${ARGN})
  if(NOT ARG_TIMEOUT)
    set(ARG_TIMEOUT 120)
  endif()
  list(APPEND ARG_LABELS ${HALFTONE_TEST_LABELS})  # of the whole folder
  add_executable(${name} ${ARG_SOURCES})
  if("hostile" IN_LIST ARG_LABELS)
    add_dependencies(halftone_hostile_tests ${name})
  endif()
  set(leaks)
  if("console" IN_LIST ARG_LABELS)
    # Qt Quick, fontconfig, xcb and D-Bus keep until the process ends what they allocate once: no leaks of ours.
    set(leaks "ASAN_OPTIONS=detect_leaks=0")
  endif()
  # Qt says -fPIC already; CMake would add -fPIE for programs.
  set_target_properties(${name} PROPERTIES AUTOMOC ON RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/tests
    POSITION_INDEPENDENT_CODE OFF)
  target_link_libraries(${name} PRIVATE halftone_qt_options Qt6::Test ${ARG_LIBS})
  halftone_use_precompiled(${name})
  # Nearly always empty, since a test includes its own .moc: reading the precompiled header would be all the work.
  set_source_files_properties(${CMAKE_CURRENT_BINARY_DIR}/${name}_autogen/mocs_compilation.cpp
    PROPERTIES SKIP_PRECOMPILE_HEADERS ON)
  if(ARG_DISPLAYED)
    set(platform xcb)
    add_test(NAME ${name} COMMAND xvfb-run -a -s "-screen 0 1680x1050x24" $<TARGET_FILE:${name}> -silent)
  else()
    set(platform offscreen)
    add_test(NAME ${name} COMMAND ${name} -silent)  # what passes would hide what fails
  endif()
  # Settings and data of its own, since tests run beside each other.
  # die_after_fork: QProcess's child shares our memory until it is another program, and tsan takes us for the forked one.
  set_tests_properties(${name} PROPERTIES TIMEOUT ${ARG_TIMEOUT}
    LABELS "${ARG_LABELS}"
    ENVIRONMENT "HALFTONE_BIN_DIR=${CMAKE_BINARY_DIR}/bin;QT_QPA_PLATFORM=${platform};QT_QUICK_BACKEND=software;XDG_CONFIG_HOME=${CMAKE_BINARY_DIR}/tests/config/${name};XDG_DATA_HOME=${CMAKE_BINARY_DIR}/tests/data/${name};TSAN_OPTIONS=suppressions=${CMAKE_SOURCE_DIR}/tests/tsan.supp:die_after_fork=0;${leaks};${ARG_ENVIRONMENT}")
  if(ARG_SERIAL)
    set_tests_properties(${name} PROPERTIES RUN_SERIAL ON)
  endif()
endfunction()
