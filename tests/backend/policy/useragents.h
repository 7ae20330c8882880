// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// User-Agent strings as browsers, programs and crawlers send them, and what policy.md makes of them.
namespace halftone::test {

struct UserAgent {
  const char* text;
  const char* type;
  const char* os;
  const char* version;
};

inline constexpr UserAgent kUserAgents[] = {
    // Telephones of Apple
    {"Mozilla/5.0 (iPhone; CPU iPhone OS 16_4_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
     "Version/16.4 Mobile/15E148 Safari/604.1",
     "phone", "iOS", "16.4.1"},
    {"Mozilla/5.0 (iPhone; CPU iPhone OS 17_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
     "CriOS/119.0.6045.109 Mobile/15E148 Safari/604.1",
     "phone", "iOS", "17.1"},
    {"Mozilla/5.0 (iPhone; CPU iPhone OS 15_7_9 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
     "FxiOS/118.0 Mobile/15E148 Safari/605.1.15",
     "phone", "iOS", "15.7.9"},
    {"Mozilla/5.0 (iPhone; CPU iPhone OS 16_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
     "Mobile/15E148 MicroMessenger/8.0.42(0x18002a2f) NetType/WIFI Language/zh_CN",
     "phone", "iOS", "16.6"},
    {"Mozilla/5.0 (iPhone; CPU iPhone OS 13_2_3 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
     "Version/13.0.3 Mobile/15E148 Safari/604.1",
     "phone", "iOS", "13.2.3"},
    {"Mozilla/5.0 (iPhone; U; CPU iPhone OS 3_0 like Mac OS X; en-us) AppleWebKit/528.18 (KHTML, like Gecko) "
     "Version/4.0 Mobile/7A341 Safari/528.16",
     "phone", "iOS", "3.0"},
    {"Mozilla/5.0 (iPod touch; CPU iPhone OS 12_5_7 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
     "Version/12.1.2 Mobile/15E148 Safari/604.1",
     "phone", "iOS", "12.5.7"},
    {"Mozilla/5.0 (iPhone; CPU iPhone OS 16_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
     "GSA/277.0.555192628 Mobile/15E148 Safari/604.1",
     "phone", "iOS", "16.5"},
    {"Mozilla/5.0 (iPhone; CPU iPhone OS 17_0_3 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
     "EdgiOS/118.0.2088.68 Version/17.0 Mobile/15E148 Safari/604.1",
     "phone", "iOS", "17.0.3"},
    {"ChatApp/3.2.0 (iPhone; iOS 16.4; Scale/3.00)", "phone", "iOS", "16.4"},
    // Tablets of Apple
    {"Mozilla/5.0 (iPad; CPU OS 16_4 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/16.4 "
     "Mobile/15E148 Safari/604.1",
     "tablet", "iOS", "16.4"},
    {"Mozilla/5.0 (iPad; CPU OS 9_3_5 like Mac OS X) AppleWebKit/601.1.46 (KHTML, like Gecko) Version/9.0 "
     "Mobile/13G36 Safari/601.1",
     "tablet", "iOS", "9.3.5"},
    {"Mozilla/5.0 (iPad; CPU OS 15_6_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
     "CriOS/105.0.5195.100 Mobile/15E148 Safari/604.1",
     "tablet", "iOS", "15.6.1"},
    {"ChatApp/3.2.0 (iPad; iPadOS 17.1; Scale/2.00)", "tablet", "iOS", "17.1"},
    // Telephones with Android
    {"Mozilla/5.0 (Linux; Android 13; SM-S908B) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/112.0.0.0 "
     "Mobile Safari/537.36",
     "phone", "Android", "13"},
    {"Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/119.0.0.0 Mobile "
     "Safari/537.36",
     "phone", "Android", "10"},
    {"Mozilla/5.0 (Linux; Android 8.1.0; Redmi 5 Plus Build/OPM1.171019.019; wv) AppleWebKit/537.36 (KHTML, "
     "like Gecko) Version/4.0 Chrome/86.0.4240.99 XWEB/4317 MMWEBSDK/20220903 Mobile Safari/537.36 "
     "MicroMessenger/8.0.28",
     "phone", "Android", "8.1.0"},
    {"Mozilla/5.0 (Android 13; Mobile; rv:109.0) Gecko/117.0 Firefox/117.0", "phone", "Android", "13"},
    {"Mozilla/5.0 (Linux; U; Android 4.0.3; de-de; Galaxy S II Build/GRJ22) AppleWebKit/534.30 (KHTML, like "
     "Gecko) Version/4.0 Mobile Safari/534.30",
     "phone", "Android", "4.0.3"},
    {"Mozilla/5.0 (Linux; Android 12; HarmonyOS; ELS-AN00; HMSCore 6.11.0.302) AppleWebKit/537.36 (KHTML, "
     "like Gecko) Chrome/99.0.4844.88 HuaweiBrowser/13.0.5.303 Mobile Safari/537.36",
     "phone", "Android", "12"},
    {"Mozilla/5.0 (Linux; Android 11; CUBOT_X30) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/110.0.0.0 "
     "Mobile Safari/537.36",
     "phone", "Android", "11"},
    {"Mozilla/5.0 (Linux; Android 9; CUBOT X19) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/80.0.3987.99 "
     "Mobile Safari/537.36",
     "phone", "Android", "9"},
    {"Mozilla/5.0 (Linux; Android 14; Pixel 8 Pro) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 "
     "Mobile Safari/537.36 EdgA/120.0.0.0",
     "phone", "Android", "14"},
    {"Mozilla/5.0 (Linux; Android 7.0; SAMSUNG SM-G930F) AppleWebKit/537.36 (KHTML, like Gecko) "
     "SamsungBrowser/16.0 Chrome/92.0.4515.166 Mobile Safari/537.36",
     "phone", "Android", "7.0"},
    {"Opera/9.80 (Android; Opera Mini/36.2.2254/119.132; U; id) Presto/2.12.423 Version/12.16", "phone",
     "Android", ""},
    {"Dalvik/2.1.0 (Linux; U; Android 11; Pixel 5 Build/RQ3A.210805.001.A1)", "phone", "Android", "11"},
    {"ChatApp/3.2.0 (Android 12; Pixel 6) okhttp/4.9.3", "phone", "Android", "12"},
    // Tablets with Android
    {"Mozilla/5.0 (Linux; Android 12; SM-X906C) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/80.0.3987.119 "
     "Safari/537.36",
     "tablet", "Android", "12"},
    {"Mozilla/5.0 (Linux; Android 7.0; Pixel C Build/NRD90M; wv) AppleWebKit/537.36 (KHTML, like Gecko) "
     "Version/4.0 Chrome/52.0.2743.98 Safari/537.36",
     "tablet", "Android", "7.0"},
    {"Mozilla/5.0 (Android 12; Tablet; rv:109.0) Gecko/117.0 Firefox/117.0", "tablet", "Android", "12"},
    {"Mozilla/5.0 (Linux; Android 9; KFMAWI) AppleWebKit/537.36 (KHTML, like Gecko) Silk/108.4.6 like "
     "Chrome/108.0.5359.160 Safari/537.36",
     "tablet", "Android", "9"},
    // Windows
    {"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/119.0.0.0 "
     "Safari/537.36",
     "desktop", "Windows", "10.0"},
    {"Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:109.0) Gecko/20100101 Firefox/119.0", "desktop", "Windows",
     "10.0"},
    {"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/118.0.0.0 "
     "Safari/537.36 Edg/118.0.2088.76",
     "desktop", "Windows", "10.0"},
    {"Mozilla/5.0 (Windows NT 6.1; WOW64; Trident/7.0; rv:11.0) like Gecko", "desktop", "Windows", "6.1"},
    {"Mozilla/4.0 (compatible; MSIE 8.0; Windows NT 5.1; Trident/4.0)", "desktop", "Windows", "5.1"},
    {"Mozilla/5.0 (compatible; MSIE 9.0; Windows NT 6.1; Trident/5.0)", "desktop", "Windows", "6.1"},
    {"Mozilla/5.0 (Windows NT 6.3; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/109.0.0.0 "
     "Safari/537.36 OPR/95.0.0.0",
     "desktop", "Windows", "6.3"},
    {"Mozilla/4.0 (compatible; MSIE 6.0; Windows 98)", "desktop", "Windows", "98"},
    {"Mozilla/5.0 (Windows Phone 10.0; Android 6.0.1; Microsoft; Lumia 950) AppleWebKit/537.36 (KHTML, like "
     "Gecko) Chrome/52.0.2743.116 Mobile Safari/537.36 Edge/15.15063",
     "phone", "Windows", "10.0"},
    {"Mozilla/5.0 (compatible; MSIE 9.0; Windows Phone OS 7.5; Trident/5.0; IEMobile/9.0; NOKIA; Lumia 800)",
     "phone", "Windows", "7.5"},
    // macOS
    {"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.1 "
     "Safari/605.1.15",
     "desktop", "macOS", "10.15.7"},
    {"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) "
     "Chrome/119.0.0.0 Safari/537.36",
     "desktop", "macOS", "10.15.7"},
    {"Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:109.0) Gecko/20100101 Firefox/119.0", "desktop",
     "macOS", "10.15"},
    {"Mozilla/5.0 (Macintosh; Intel Mac OS X 13_4) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/16.5 "
     "Safari/605.1.15",
     "desktop", "macOS", "13.4"},
    {"Mozilla/5.0 (Macintosh; U; PPC Mac OS X; en) AppleWebKit/125.2 (KHTML, like Gecko) Safari/125.8",
     "desktop", "macOS", ""},
    {"ChatDesktop/1.4 (macOS 13.2.1; arm64)", "desktop", "macOS", "13.2.1"},
    // Linux
    {"Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/119.0.0.0 Safari/537.36",
     "desktop", "Linux", ""},
    {"Mozilla/5.0 (X11; Linux x86_64; rv:109.0) Gecko/20100101 Firefox/115.0", "desktop", "Linux", ""},
    {"Mozilla/5.0 (X11; Ubuntu; Linux x86_64; rv:109.0) Gecko/20100101 Firefox/118.0", "desktop", "Linux",
     ""},
    {"Mozilla/5.0 (X11; Fedora; Linux x86_64; rv:109.0) Gecko/20100101 Firefox/117.0", "desktop", "Linux",
     ""},
    {"Mozilla/5.0 (Wayland; Linux x86_64) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/16.0 "
     "Safari/605.1.15",
     "desktop", "Linux", ""},
    {"Wget/1.21.3 (linux-gnu)", "other", "other", ""},
    // Televisions and consoles
    {"Mozilla/5.0 (SMART-TV; Linux; Tizen 6.0) AppleWebKit/538.1 (KHTML, like Gecko) Version/6.0 TV "
     "Safari/538.1",
     "other", "Linux", ""},
    {"Mozilla/5.0 (Web0S; Linux/SmartTV) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/87.0.4280.88 "
     "Safari/537.36 WebAppManager",
     "other", "Linux", ""},
    {"Mozilla/5.0 (Linux; Android 9; BRAVIA 4K UR2 Build/PTT1.190515.001.S104) AppleWebKit/537.36 (KHTML, "
     "like Gecko) Chrome/88.0.4324.152 Safari/537.36",
     "other", "Android", "9"},
    {"Mozilla/5.0 (Linux; Android 7.1.2; AFTMM Build/NS6265; wv) AppleWebKit/537.36 (KHTML, like Gecko) "
     "Version/4.0 Chrome/70.0.3538.110 Mobile Safari/537.36",
     "other", "Android", "7.1.2"},
    {"Mozilla/5.0 (PlayStation; PlayStation 5/2.26) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/13.0 "
     "Safari/605.1.15",
     "other", "other", ""},
    {"Mozilla/5.0 (Windows NT 10.0; Win64; x64; Xbox; Xbox One) AppleWebKit/537.36 (KHTML, like Gecko) "
     "Chrome/48.0.2564.82 Safari/537.36 Edge/20.02",
     "other", "Windows", "10.0"},
    // Crawlers
    {"Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)", "bot", "other", ""},
    {"Mozilla/5.0 (Linux; Android 6.0.1; Nexus 5X Build/MMB29P) AppleWebKit/537.36 (KHTML, like Gecko) "
     "Chrome/118.0.5993.70 Mobile Safari/537.36 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
     "bot", "Android", "6.0.1"},
    {"Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)", "bot", "other", ""},
    {"Mozilla/5.0 (compatible; Baiduspider/2.0; +http://www.baidu.com/search/spider.html)", "bot", "other",
     ""},
    {"Mozilla/5.0 (compatible; YandexBot/3.0; +http://yandex.com/bots)", "bot", "other", ""},
    {"Mozilla/5.0 (compatible; Yahoo! Slurp; http://help.yahoo.com/help/us/ysearch/slurp)", "bot", "other",
     ""},
    {"DuckDuckBot/1.0; (+http://duckduckgo.com/duckduckbot.html)", "bot", "other", ""},
    {"facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)", "bot", "other", ""},
    {"Twitterbot/1.0", "bot", "other", ""},
    {"Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)", "bot", "other", ""},
    {"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_5) AppleWebKit/605.1.15 (KHTML, like Gecko) "
     "Version/13.1.1 Safari/605.1.15 (Applebot/0.1; +http://www.apple.com/go/applebot)",
     "bot", "macOS", "10.15.5"},
    {"Mozilla/5.0 (compatible; AhrefsBot/7.0; +http://ahrefs.com/robot/)", "bot", "other", ""},
    {"Mozilla/5.0 (iPhone; CPU iPhone OS 7_0 like Mac OS X) AppleWebKit/537.51.1 (KHTML, like Gecko) "
     "Version/7.0 Mobile/11A465 Safari/9537.53 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)",
     "bot", "iOS", "7.0"},
    {"AdsBot-Google (+http://www.google.com/adsbot.html)", "bot", "other", ""},
    // Programs and the rest
    {"curl/7.88.1", "other", "other", ""},
    {"python-requests/2.31.0", "other", "other", ""},
    {"okhttp/4.11.0", "other", "other", ""},
    {"axios/1.5.0", "other", "other", ""},
    {"Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/119.0.0.0 "
     "Safari/537.36",
     "desktop", "other", ""},
    {"Mozilla/5.0 (Mobile; Nokia_8110_4G; rv:48.0) Gecko/48.0 Firefox/48.0 KAIOS/2.5", "phone", "other", ""},
    {"Opera/9.80 (J2ME/MIDP; Opera Mini/9.80 (S60; SymbOS; Opera Mobi/23.348; U; en) Presto/2.5.25 "
     "Version/10.54",
     "phone", "other", ""},
    {"", "other", "other", ""},
    {"Mozilla/5.0 (iPhone; CPU iPhone OS ", "phone", "iOS", ""},
    {"Android", "phone", "Android", ""},
};

}  // namespace halftone::test
