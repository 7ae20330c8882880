// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

// Policies that the parser and the JSON Schema both have to judge, ' in the place of ". A bad one is a good
// one with one member replaced.
namespace halftone::test {

struct BadExample {
  const char* name;
  const char* json;
  const char* pointer;  // of one of its findings
  const char* message;  // part of it
  bool schemaSees;      // whether the shape alone tells
};

#define HALFTONE_HEAD        \
  "{'apiVersion':'halftone/" \
  "v1','service':'chat','versions':{'v1':{'select':{'version':'v1'}},'v2':{}},'stable':'v1',"
#define HALFTONE_TAIL "'default':{'split':[{'version':'v1','weight':100}]}}"
#define HALFTONE_WHEN(condition)                          \
  HALFTONE_HEAD "'rules':[{'name':'a','when':[" condition \
                "],'split':[{'version':'v2','weight':100}]}]," HALFTONE_TAIL
#define HALFTONE_SPLIT(split) HALFTONE_HEAD "'default':{'split':" split "}}"

#define HALFTONE_TRAFFIC(settings) HALFTONE_HEAD "'traffic':{" settings "}," HALFTONE_TAIL
#define HALFTONE_VERSION_TRAFFIC(settings)                                              \
  "{'apiVersion':'halftone/v1','service':'chat','versions':{'v1':{'traffic':{" settings \
  "}},'v2':{}},'stable':'v1'," HALFTONE_TAIL

inline constexpr const char* kGoodPolicies[] = {
    HALFTONE_HEAD HALFTONE_TAIL,
    HALFTONE_HEAD "'traffic':{}," HALFTONE_TAIL,
    HALFTONE_HEAD
    "'traffic':{'timeouts':{'connect':'250ms','head':'2s','idle':'1m','total':'1h'},'retries':{'attempts':1,"
    "'budget':12.5,'minimum':0},'failures':{'count':3,'within':'10s'},'outliers':{'consecutive':5,"
    "'consecutiveGateway':3,'successRate':{'deviations':1.9,'instances':3,'requests':50},'interval':'1s',"
    "'ejectFor':'30s','ejectAtMost':'5m','maxEjected':50},'limits':{'connections':100,'pending':0,"
    "'requests':1000},'slowStart':'30s','regionFirst':{'spillBelow':70},'requestHeaders':{'set':{'X-A':'b "
    "c'},"
    "'remove':['X-B']},'responseHeaders':{'set':{'X-C':''}},'rewrite':{'prefix':'/api/','to':'/'},"
    "'faults':{'delay':{'time':'100ms','percent':5},'abort':{'status':503,'percent':0.01}},"
    "'mirror':{'version':'v2','percent':10},'rateLimit':{'by':'user','requests':100,'per':'1s','burst':200},"
    "'jwt':{'required':false,'audience':['shop'],'issuer':'https://id.example'},'origins':{'allow':"
    "['https://shop.example','https://*.shop.example:8443'],'methods':['GET'],'headers':['X-A'],'expose':[],"
    "'credentials':true,'maxAge':'0ms'},'drain':'pace 50/s'}," HALFTONE_TAIL,
    HALFTONE_HEAD
    "'traffic':{'drain':'deadline 5m','rateLimit':{'by':'header:X-Key','requests':1}}," HALFTONE_TAIL,
    HALFTONE_VERSION_TRAFFIC(
        "'timeouts':{'total':'3s'},'slowStart':'1s','outliers':{},'mirror':{'version':'v2'}"),
    HALFTONE_HEAD
    "'salt':'','identity':['header:X-User-ID','query:user','cookie:uid','jwt:sub'],'whenUnavailable':'fail','"
    "rules':[]," HALFTONE_TAIL,
    HALFTONE_HEAD
    "'rules':[{'name':'off','enabled':false,'salt':'s','stickBy':'cookie:uid','when':[{'attr':'path','is':'/"
    "'}],'split':[{'version':'v2','weight':0.01},{'version':'v1','weight':99.99}]}]," HALFTONE_TAIL,
    HALFTONE_SPLIT(
        "[{'version':'v2','weight':33.33},{'version':'v1','weight':66.67}],'stickBy':'session','salt':'x'"),
    HALFTONE_SPLIT("[{'version':'v2','weight':1e1},{'version':'v1','weight':90.00}]"),
    HALFTONE_SPLIT("[{'version':'v2','weight':0},{'version':'v1','weight':100}],'stickBy':'header:X-Room'"),
    HALFTONE_WHEN("{'attr':'header:X-App-Version','is':'beta'},{'attr':'method','is':['GET','HEAD']}"),
    HALFTONE_WHEN("{'attr':'path','prefix':'/"
                  "a'},{'attr':'path','suffix':'b'},{'attr':'host','contains':''},{'attr':'query:a "
                  "b','matches':'[a-z]+'}"),
    HALFTONE_WHEN("{'attr':'user','range':[-9223372036854775808,9223372036854775807]},{'attr':'region','"
                  "exists':false}"),
    HALFTONE_WHEN("{'attr':'device.osVersion','atLeast':'16.4'},{'attr':'device.osVersion','below':'17'},{'"
                  "attr':'device.os','is':'iOS'},{'attr':'device.type','is':'phone'}"),
    HALFTONE_WHEN("{'attr':'ip','in':['10.0.0.0/8','2001:db8::/"
                  "32','::1']},{'attr':'ip','in':'10.0.0.1'},{'attr':'jwt:sub','percent':12.5}"),
    HALFTONE_WHEN("{'any':[{'not':{'any':[{'not':{'any':[{'not':{'any':[{'not':{'attr':'cookie:c','is':''}}]}"
                  "}]}}]}}]}"),
};

inline constexpr BadExample kBadPolicies[] = {
    {"a misspelt group of traffic", HALFTONE_TRAFFIC("'timeuots':{}"), "/traffic/timeuots",
     "did you mean \"timeouts\"?", true},
    {"a misspelt key of a group", HALFTONE_TRAFFIC("'timeouts':{'conect':'1s'}"), "/traffic/timeouts/conect",
     "did you mean \"connect\"?", true},
    {"a time without a unit", HALFTONE_TRAFFIC("'timeouts':{'head':'250'}"), "/traffic/timeouts/head",
     "is no time", true},
    {"a time as a number", HALFTONE_TRAFFIC("'timeouts':{'head':250}"), "/traffic/timeouts/head",
     "must be a string", true},
    {"a time too long", HALFTONE_TRAFFIC("'timeouts':{'connect':'2m'}"), "/traffic/timeouts/connect",
     "2m is not from 1ms to 1m", false},
    {"traffic of another kind", HALFTONE_HEAD "'traffic':[]," HALFTONE_TAIL, "/traffic",
     "must be an object, not a list", true},
    {"a service's group in a version", HALFTONE_VERSION_TRAFFIC("'jwt':{}"), "/versions/v1/traffic/jwt",
     "setting of the service", true},
    {"a misspelt group of a version", HALFTONE_VERSION_TRAFFIC("'retry':{}"), "/versions/v1/traffic/retry",
     "unknown key", true},
    {"too many attempts", HALFTONE_VERSION_TRAFFIC("'retries':{'attempts':11}"),
     "/versions/v1/traffic/retries/attempts", "11 is not from 0 to 10", true},
    {"attempts as a fraction", HALFTONE_TRAFFIC("'retries':{'attempts':1.5}"), "/traffic/retries/attempts",
     "no integer", true},
    {"a budget above 100", HALFTONE_TRAFFIC("'retries':{'budget':101}"), "/traffic/retries/budget",
     "not from 0 to 100", true},
    {"an ejection that ends before it begins",
     HALFTONE_TRAFFIC("'outliers':{'ejectFor':'1m','ejectAtMost':'59s'}"), "/traffic/outliers/ejectAtMost",
     "less than", false},
    {"no deviation", HALFTONE_TRAFFIC("'outliers':{'successRate':{'deviations':0}}"),
     "/traffic/outliers/successRate/deviations", "0 is not from 0.1 to 10", true},
    {"a breaker that lets nothing through", HALFTONE_TRAFFIC("'limits':{'requests':0}"),
     "/traffic/limits/requests", "0 is not from 1", true},
    {"a header that frames", HALFTONE_TRAFFIC("'requestHeaders':{'set':{'Content-Length':'1'}}"),
     "/traffic/requestHeaders/set/Content-Length", "proxy's own business", false},
    {"a header's value that ends the line",
     HALFTONE_TRAFFIC("'responseHeaders':{'set':{'X-A':'a\\r\\nX-B: c'}}"),
     "/traffic/responseHeaders/set/X-A", "control characters", false},
    {"a removed header with a space", HALFTONE_TRAFFIC("'requestHeaders':{'remove':['X A']}"),
     "/traffic/requestHeaders/remove/0", "no name of a header", true},
    {"a rewrite of no path", HALFTONE_TRAFFIC("'rewrite':{'prefix':'api','to':'/'}"),
     "/traffic/rewrite/prefix", "no path", true},
    {"a rewrite to nowhere", HALFTONE_TRAFFIC("'rewrite':{'prefix':'/api'}"), "/traffic/rewrite/to",
     "is missing", true},
    {"a mirror that is not there", HALFTONE_TRAFFIC("'mirror':{'version':'v3'}"), "/traffic/mirror/version",
     "not in /versions", false},
    {"a mirror of itself", HALFTONE_VERSION_TRAFFIC("'mirror':{'version':'v1'}"),
     "/versions/v1/traffic/mirror/version", "the version itself", false},
    {"a status that is none", HALFTONE_TRAFFIC("'faults':{'abort':{'status':99}}"),
     "/traffic/faults/abort/status", "99 is not from 200 to 599", true},
    {"a limit by nothing known", HALFTONE_TRAFFIC("'rateLimit':{'by':'cookie:a','requests':1}"),
     "/traffic/rateLimit/by", "none of", true},
    {"a limit without a number", HALFTONE_TRAFFIC("'rateLimit':{'by':'ip'}"), "/traffic/rateLimit/requests",
     "0 is not from 1", true},
    {"a burst below the rate", HALFTONE_TRAFFIC("'rateLimit':{'requests':10,'burst':5}"),
     "/traffic/rateLimit/burst", "less than", false},
    {"an origin with a path", HALFTONE_TRAFFIC("'origins':{'allow':['https://shop.example/']}"),
     "/traffic/origins/allow/0", "no origin", true},
    {"any origin with credentials", HALFTONE_TRAFFIC("'origins':{'allow':['*'],'credentials':true}"),
     "/traffic/origins/credentials", "cannot go with", false},
    {"a drain of no kind", HALFTONE_TRAFFIC("'drain':'slowly'"), "/traffic/drain", "none of", true},
    {"a drain without pace", HALFTONE_TRAFFIC("'drain':'pace 0/s'"), "/traffic/drain", "0 is not from 1",
     false},
    {"an audience of numbers", HALFTONE_TRAFFIC("'jwt':{'audience':[1]}"), "/traffic/jwt/audience/0",
     "must be a string", true},
    {"no object", "[]", "", "must be an object", true},
    {"unknown key", HALFTONE_HEAD "'ruls':[]," HALFTONE_TAIL, "/ruls", "did you mean \"rules\"?", true},
    {"apiVersion of tomorrow",
     "{'apiVersion':'halftone/v2','service':'chat','versions':{'v1':{}},'stable':'v1'," HALFTONE_TAIL,
     "/apiVersion", "not known", true},
    {"apiVersion missing", "{'service':'chat','versions':{'v1':{}},'stable':'v1'," HALFTONE_TAIL,
     "/apiVersion", "is missing", true},
    {"service missing", "{'apiVersion':'halftone/v1','versions':{'v1':{}},'stable':'v1'," HALFTONE_TAIL,
     "/service", "is missing", true},
    {"service empty",
     "{'apiVersion':'halftone/v1','service':'','versions':{'v1':{}},'stable':'v1'," HALFTONE_TAIL, "/service",
     "empty", true},
    {"service with a slash",
     "{'apiVersion':'halftone/v1','service':'a/b','versions':{'v1':{}},'stable':'v1'," HALFTONE_TAIL,
     "/service", "may hold only", true},
    {"versions empty",
     "{'apiVersion':'halftone/v1','service':'chat','versions':{},'stable':'v1'," HALFTONE_TAIL, "/versions",
     "names no version", true},
    {"versions of another kind",
     "{'apiVersion':'halftone/v1','service':'chat','versions':['v1'],'stable':'v1'," HALFTONE_TAIL,
     "/versions", "must be an object, not a list", true},
    {"unknown balance",
     "{'apiVersion':'halftone/"
     "v1','service':'chat','versions':{'v1':{'balance':'leastconn'}},'stable':'v1'," HALFTONE_TAIL,
     "/versions/v1/balance", "did you mean \"least-conn\"?", true},
    {"unknown key of a version",
     "{'apiVersion':'halftone/"
     "v1','service':'chat','versions':{'v1':{'selector':{}}},'stable':'v1'," HALFTONE_TAIL,
     "/versions/v1/selector", "did you mean \"select\"?", true},
    {"a label that is a number",
     "{'apiVersion':'halftone/v1','service':'chat','versions':{'v1':{'select':{'a/"
     "b~':1}}},'stable':'v1'," HALFTONE_TAIL,
     "/versions/v1/select/a~1b~0", "must be a string, not a number", true},
    {"stable unknown",
     "{'apiVersion':'halftone/v1','service':'chat','versions':{'v1':{}},'stable':'v9'," HALFTONE_TAIL,
     "/stable", "names the version \"v9\"", false},
    {"default missing", "{'apiVersion':'halftone/v1','service':'chat','versions':{'v1':{}},'stable':'v1'}",
     "/default", "is missing", true},
    {"whenUnavailable unknown", HALFTONE_HEAD "'whenUnavailable':'503'," HALFTONE_TAIL, "/whenUnavailable",
     "none of \"stable\", \"fail\"", true},
    {"identity unknown", HALFTONE_HEAD "'identity':['header:A','headr:B']," HALFTONE_TAIL, "/identity/1",
     "did you mean \"header:\"?", true},
    {"identity without name", HALFTONE_HEAD "'identity':['jwt:']," HALFTONE_TAIL, "/identity/0",
     "lacks a name", true},
    {"rule without name",
     HALFTONE_HEAD
     "'rules':[{'when':[{'attr':'path','is':'/'}],'split':[{'version':'v1','weight':100}]}]," HALFTONE_TAIL,
     "/rules/0/name", "is missing", true},
    {"rule without when",
     HALFTONE_HEAD "'rules':[{'name':'a','split':[{'version':'v1','weight':100}]}]," HALFTONE_TAIL,
     "/rules/0/when", "is missing", true},
    {"when empty", HALFTONE_WHEN(""), "/rules/0/when", "is empty", true},
    {"unknown key of a rule",
     HALFTONE_HEAD "'rules':[{'name':'a','enabeld':true,'when':[{'attr':'path','is':'/"
                   "'}],'split':[{'version':'v1','weight':100}]}]," HALFTONE_TAIL,
     "/rules/0/enabeld", "did you mean \"enabled\"?", true},
    {"enabled as text",
     HALFTONE_HEAD "'rules':[{'name':'a','enabled':'yes','when':[{'attr':'path','is':'/"
                   "'}],'split':[{'version':'v1','weight':100}]}]," HALFTONE_TAIL,
     "/rules/0/enabled", "must be true or false, not a string", true},
    {"stickBy unknown",
     HALFTONE_HEAD "'rules':[{'name':'a','stickBy':'usr','when':[{'attr':'path','is':'/"
                   "'}],'split':[{'version':'v1','weight':100}]}]," HALFTONE_TAIL,
     "/rules/0/stickBy", "did you mean \"user\"?", true},
    {"weights below 100", HALFTONE_SPLIT("[{'version':'v2','weight':50},{'version':'v1','weight':49.5}]"),
     "/default/split", "weights sum to 99.5, not 100", false},
    {"weights above 100", HALFTONE_SPLIT("[{'version':'v2','weight':50},{'version':'v1','weight':50.01}]"),
     "/default/split", "weights sum to 100.01, not 100", false},
    {"three thirds",
     HALFTONE_SPLIT(
         "[{'version':'v2','weight':33.33},{'version':'v1','weight':33.33},{'version':'v1','weight':33.33}]"),
     "/default/split", "weights sum to 99.99, not 100", false},
    {"three decimals", HALFTONE_SPLIT("[{'version':'v2','weight':33.333},{'version':'v1','weight':66.667}]"),
     "/default/split/0/weight", "at most two decimals", false},
    {"almost a decimal", HALFTONE_SPLIT("[{'version':'v1','weight':99.99999999999999999}]"),
     "/default/split/0/weight", "at most two decimals", false},
    {"weight negative", HALFTONE_SPLIT("[{'version':'v2','weight':-1},{'version':'v1','weight':101}]"),
     "/default/split/0/weight", "is not from 0 to 100", true},
    {"weight as text", HALFTONE_SPLIT("[{'version':'v1','weight':'100'}]"), "/default/split/0/weight",
     "must be a number, not a string", true},
    {"weight missing", HALFTONE_SPLIT("[{'version':'v1','wieght':100}]"), "/default/split/0/wieght",
     "did you mean \"weight\"?", true},
    {"split empty", HALFTONE_SPLIT("[]"), "/default/split", "names no version", true},
    {"unknown version in a split", HALFTONE_SPLIT("[{'version':'v3','weight':100}]"),
     "/default/split/0/version", "not in /versions", false},
    {"attribute unknown", HALFTONE_WHEN("{'attr':'device.OS','is':'iOS'}"), "/rules/0/when/0/attr",
     "did you mean \"device.os\"?", true},
    {"attribute without name", HALFTONE_WHEN("{'attr':'header:','is':'x'}"), "/rules/0/when/0/attr",
     "lacks a name", true},
    {"attribute missing", HALFTONE_WHEN("{'is':'x'}"), "/rules/0/when/0/attr", "is missing", true},
    {"header's name is no token", HALFTONE_WHEN("{'attr':'header:X App','is':'x'}"), "/rules/0/when/0/attr",
     "no name of a header", true},
    {"no operator", HALFTONE_WHEN("{'attr':'path'}"), "/rules/0/when/0", "has no operator", true},
    {"two operators", HALFTONE_WHEN("{'attr':'path','is':'/','prefix':'/'}"), "/rules/0/when/0",
     "exactly one", true},
    {"misspelt operator", HALFTONE_WHEN("{'attr':'path','startsWith':'/','prefx':'/'}"),
     "/rules/0/when/0/prefx", "did you mean \"prefix\"?", true},
    {"is with nothing", HALFTONE_WHEN("{'attr':'path','is':[]}"), "/rules/0/when/0/is", "lists no value",
     true},
    {"is with a number", HALFTONE_WHEN("{'attr':'user','is':['1',2]}"), "/rules/0/when/0/is/1",
     "must be a string, not a number", true},
    {"prefix with a list", HALFTONE_WHEN("{'attr':'path','prefix':['/']}"), "/rules/0/when/0/prefix",
     "must be a string, not a list", true},
    {"pattern broken", HALFTONE_WHEN("{'attr':'path','matches':'(a'}"), "/rules/0/when/0/matches",
     "no regular expression", false},
    {"pattern of another dialect", HALFTONE_WHEN("{'attr':'path','matches':'(a)\\\\1'}"),
     "/rules/0/when/0/matches", "no regular expression", false},
    {"range upside down", HALFTONE_WHEN("{'attr':'user','range':[2,1]}"), "/rules/0/when/0/range", "is empty",
     false},
    {"range of one", HALFTONE_WHEN("{'attr':'user','range':[2]}"), "/rules/0/when/0/range", "two integers",
     true},
    {"range of fractions", HALFTONE_WHEN("{'attr':'user','range':[1.5,2]}"), "/rules/0/when/0/range/0",
     "no integer of 64 bits", true},
    {"range beyond 64 bits", HALFTONE_WHEN("{'attr':'user','range':[0,9223372036854775808]}"),
     "/rules/0/when/0/range/1", "no integer of 64 bits", true},
    {"version with letters", HALFTONE_WHEN("{'attr':'device.osVersion','atLeast':'v16'}"),
     "/rules/0/when/0/atLeast", "no version", true},
    {"version as a number", HALFTONE_WHEN("{'attr':'device.osVersion','below':16}"), "/rules/0/when/0/below",
     "must be a string", true},
    {"in for another attribute", HALFTONE_WHEN("{'attr':'user','in':['10.0.0.0/8']}"), "/rules/0/when/0/in",
     "\"ip\" only", true},
    {"no block", HALFTONE_WHEN("{'attr':'ip','in':['10.0.0.0/8','10.0.0.0/33']}"), "/rules/0/when/0/in/1",
     "no CIDR block", false},
    {"no block as a string", HALFTONE_WHEN("{'attr':'ip','in':'home'}"), "/rules/0/when/0/in",
     "no CIDR block", false},
    {"percent above 100", HALFTONE_WHEN("{'attr':'user','percent':100.01}"), "/rules/0/when/0/percent",
     "not from 0 to 100", true},
    {"exists as text", HALFTONE_WHEN("{'attr':'user','exists':'true'}"), "/rules/0/when/0/exists",
     "must be true or false", true},
    {"any empty", HALFTONE_WHEN("{'any':[]}"), "/rules/0/when/0/any", "no alternatives", true},
    {"not of a list", HALFTONE_WHEN("{'not':[{'attr':'user','is':'a'}]}"), "/rules/0/when/0/not",
     "must be an object", true},
    {"any and not", HALFTONE_WHEN("{'any':[{'attr':'user','is':'a'}],'not':{'attr':'user','is':'a'}}"),
     "/rules/0/when/0", "not both", true},
    {"any with attr", HALFTONE_WHEN("{'any':[{'attr':'user','is':'a'}],'attr':'user'}"),
     "/rules/0/when/0/attr", "unknown key", true},
    {"deep inside", HALFTONE_WHEN("{'any':[{'attr':'user','is':'a'},{'not':{'attr':'user','rnge':[1,2]}}]}"),
     "/rules/0/when/0/any/1/not/rnge", "did you mean \"range\"?", true},
    {"nine levels",
     HALFTONE_WHEN(
         "{'not':{'not':{'not':{'not':{'not':{'not':{'not':{'not':{'not':{'attr':'user','is':'a'}}}}}}}}}}"),
     "/rules/0/when/0/not/not/not/not/not/not/not/not", "limit maxNesting", false},
    {"condition of another kind", HALFTONE_WHEN("'user'"), "/rules/0/when/0",
     "must be an object, not a string", true},
};

}  // namespace halftone::test
