# The headers that most files name, read once instead of some five hundred times. Off in the preset `dev`, so that each file goes on
# to name what it uses. Those who share one must agree in all options that change what the headers mean.

option(HALFTONE_PCH "Precompile the headers that most files name" OFF)

# Makes the precompiled header of this folder and those below it, with the options that are set here.
function(halftone_precompile name)
  if(HALFTONE_PCH)
    file(CONFIGURE OUTPUT ${CMAKE_BINARY_DIR}/${name}.cpp CONTENT "// There for its precompiled header.\n")
    add_library(${name} OBJECT ${CMAKE_BINARY_DIR}/${name}.cpp)
    target_link_libraries(${name} PRIVATE halftone_qt_options Qt6::Core nlohmann_json::nlohmann_json)
    target_precompile_headers(${name} PRIVATE
      <algorithm> <chrono> <cstdint> <functional> <map> <memory> <optional> <string> <string_view> <utility> <vector>
      <nlohmann/json.hpp> <QByteArray> <QDateTime> <QObject> <QString> <QStringList> <QTimer> <QUrl>)
    set(HALFTONE_PCH_TARGET ${name} PARENT_SCOPE)
  endif()
endfunction()

function(halftone_use_precompiled target)
  if(HALFTONE_PCH)
    target_precompile_headers(${target} REUSE_FROM ${HALFTONE_PCH_TARGET})
  endif()
endfunction()

if(HALFTONE_PCH)
  # GCC 12's optimizer warns of impossible lengths inside std::string and string_view; in a system header they are hidden, in what
  # comes from a precompiled header they are not.
  add_compile_options(-pthread -Wno-array-bounds -Wno-stringop-overread -Wno-stringop-overflow)
  add_compile_definitions(_FILE_OFFSET_BITS=64)  # as hiredis and libjwt ask for
  if(HALFTONE_CCACHE)
    add_compile_options(-fpch-preprocess)  # ccache's manual, "Precompiled headers"
    set(CMAKE_CXX_COMPILER_LAUNCHER
      ${CMAKE_COMMAND} -E env CCACHE_SLOPPINESS=pch_defines,time_macros ${HALFTONE_CCACHE})
  endif()
endif()
halftone_precompile(halftone_pch)
