<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>AuditPage</name>
    <message>
        <source>Audit</source>
        <translation>审计</translation>
    </message>
    <message>
        <source>when</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>who</source>
        <translation>谁</translation>
    </message>
    <message>
        <source>did</source>
        <translation>操作</translation>
    </message>
    <message>
        <source>what</source>
        <translation>对象</translation>
    </message>
    <message>
        <source>why</source>
        <translation>原因</translation>
    </message>
    <message>
        <source>from where</source>
        <translation>来源</translation>
    </message>
    <message>
        <source>Nothing has been done yet.</source>
        <translation>还没有任何操作。</translation>
    </message>
    <message>
        <source>Nothing fits the filter.</source>
        <translation>没有符合筛选的条目。</translation>
    </message>
    <message>
        <source>Filter, such as  who:li  what:chat  action=publish  revision&gt;5</source>
        <translation>筛选，例如  who:li  what:chat  action=publish  revision&gt;5</translation>
    </message>
    <message>
        <source>Copy as JSON</source>
        <translation>复制为 JSON</translation>
    </message>
    <message>
        <source>Copy as text</source>
        <translation>复制为文本</translation>
    </message>
    <message>
        <source>Show older</source>
        <translation>显示更早的</translation>
    </message>
</context>
<context>
    <name>AuditRow</name>
    <message>
        <source>Policy r%1</source>
        <translation>策略 r%1</translation>
    </message>
    <message>
        <source>Copy as JSON</source>
        <translation>复制为 JSON</translation>
    </message>
    <message>
        <source>%1: %2, %3 %4</source>
        <translation>%1：%2，%3 %4</translation>
    </message>
    <message>
        <source>because “%1”</source>
        <translation>原因“%1”</translation>
    </message>
    <message>
        <source>from %1</source>
        <translation>来自 %1</translation>
    </message>
    <message>
        <source>Enter opens the policy of that moment, revision %1.</source>
        <translation>按 Enter 打开当时的策略，修订 %1。</translation>
    </message>
    <message>
        <source>The policy of that moment</source>
        <translation>当时的策略</translation>
    </message>
</context>
<context>
    <name>BucketRuler</name>
    <message>
        <source>Bucket %1</source>
        <translation>桶 %1</translation>
    </message>
</context>
<context>
    <name>Catalog</name>
    <message numerus="yes">
        <source>%n change(s)</source>
        <translation>
            <numerusform>%n 次变化</numerusform>
        </translation>
    </message>
    <message>
        <source>passing</source>
        <translation>通过</translation>
    </message>
    <message>
        <source>warning</source>
        <translation>警告</translation>
    </message>
    <message>
        <source>critical</source>
        <translation>严重</translation>
    </message>
    <message>
        <source>maintenance</source>
        <translation>维护中</translation>
    </message>
    <message>
        <source>gone</source>
        <translation>已消失</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>未知</translation>
    </message>
    <message>
        <source>%1 passing</source>
        <translation>%1 个通过</translation>
    </message>
    <message>
        <source>%1 warning</source>
        <translation>%1 个警告</translation>
    </message>
    <message>
        <source>%1 critical</source>
        <translation>%1 个严重</translation>
    </message>
    <message>
        <source>no instances</source>
        <translation>没有实例</translation>
    </message>
    <message>
        <source>no check fails</source>
        <translation>没有失败的检查</translation>
    </message>
</context>
<context>
    <name>CatalogCheckRow</name>
    <message>
        <source>%1: %2</source>
        <translation>%1：%2</translation>
    </message>
    <message>
        <source>no output</source>
        <translation>无输出</translation>
    </message>
</context>
<context>
    <name>CatalogInstanceRow</name>
    <message>
        <source>Last change: %1</source>
        <translation>最近变化：%1</translation>
    </message>
    <message>
        <source>Actions on %1</source>
        <translation>对 %1 的操作</translation>
    </message>
</context>
<context>
    <name>CatalogInstances</name>
    <message>
        <source>Instances of %1</source>
        <translation>%1 的实例</translation>
    </message>
    <message>
        <source>Choose a service.</source>
        <translation>请选择一个服务。</translation>
    </message>
    <message>
        <source>cURL</source>
        <translation>cURL</translation>
    </message>
    <message>
        <source>Copy as a cURL command</source>
        <translation>复制为 cURL 命令</translation>
    </message>
    <message>
        <source>JSON</source>
        <translation>JSON</translation>
    </message>
    <message>
        <source>Copy Consul&apos;s answer as JSON</source>
        <translation>把 Consul 的回答复制为 JSON</translation>
    </message>
    <message>
        <source>No instance fits the expression.</source>
        <translation>没有实例符合该表达式。</translation>
    </message>
    <message>
        <source>Nothing runs here.</source>
        <translation>这里没有运行任何实例。</translation>
    </message>
    <message>
        <source>Maintenance…</source>
        <translation>进入维护…</translation>
    </message>
    <message>
        <source>End maintenance…</source>
        <translation>结束维护…</translation>
    </message>
    <message>
        <source>Copy as JSON (Ctrl+C)</source>
        <translation>复制为 JSON（Ctrl+C）</translation>
    </message>
    <message>
        <source>Copy as cURL commands that read them, or that switch their maintenance</source>
        <translation>复制为 cURL 命令：读取它们，或切换它们的维护</translation>
    </message>
    <message>
        <source>That read them</source>
        <translation>读取它们的命令</translation>
    </message>
    <message>
        <source>That start maintenance</source>
        <translation>开始维护的命令</translation>
    </message>
    <message>
        <source>That end maintenance</source>
        <translation>结束维护的命令</translation>
    </message>
    <message numerus="yes">
        <source>Put %n instances into maintenance?</source>
        <translation>
            <numerusform>让 %n 个实例进入维护？</numerusform>
        </translation>
    </message>
    <message>
        <source>Start maintenance</source>
        <translation>开始维护</translation>
    </message>
    <message numerus="yes">
        <source>End the maintenance of %n instances?</source>
        <translation>
            <numerusform>结束 %n 个实例的维护？</numerusform>
        </translation>
    </message>
    <message>
        <source>End maintenance</source>
        <translation>结束维护</translation>
    </message>
</context>
<context>
    <name>CatalogPage</name>
    <message>
        <source>Catalog</source>
        <translation>目录</translation>
    </message>
    <message>
        <source>Filter services</source>
        <translation>筛选服务</translation>
    </message>
    <message>
        <source>Services</source>
        <translation>服务</translation>
    </message>
    <message>
        <source>Nodes</source>
        <translation>节点</translation>
    </message>
    <message>
        <source>Filter, such as  chat  version:v2  meta:zone=a</source>
        <translation>筛选，例如  chat  version:v2  meta:zone=a</translation>
    </message>
    <message>
        <source>Filter nodes</source>
        <translation>过滤节点</translation>
    </message>
</context>
<context>
    <name>CatalogStrip</name>
    <message>
        <source>States since the console watches</source>
        <translation>控制台开始观察以来的状态</translation>
    </message>
</context>
<context>
    <name>CatalogVersionRow</name>
    <message>
        <source>without version</source>
        <translation>无版本</translation>
    </message>
</context>
<context>
    <name>CodeArea</name>
    <message>
        <source>Text</source>
        <translation>文本</translation>
    </message>
</context>
<context>
    <name>CommandPalette</name>
    <message>
        <source>Page, action, service, rule, instance, user or link</source>
        <translation>页面、操作、服务、规则、实例、用户或链接</translation>
    </message>
</context>
<context>
    <name>ConditionRow</name>
    <message>
        <source>not</source>
        <translation>非</translation>
    </message>
    <message>
        <source>Holds when the condition does not</source>
        <translation>条件不成立时才成立</translation>
    </message>
    <message>
        <source>any of</source>
        <translation>任一成立</translation>
    </message>
    <message>
        <source>Add alternative</source>
        <translation>添加选项</translation>
    </message>
    <message>
        <source>Attribute</source>
        <translation>属性</translation>
    </message>
    <message>
        <source>name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Operator</source>
        <translation>运算符</translation>
    </message>
    <message>
        <source>value, or several: a, b</source>
        <translation>值，或多个：a, b</translation>
    </message>
    <message>
        <source>from</source>
        <translation>从</translation>
    </message>
    <message>
        <source>value</source>
        <translation>值</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>值</translation>
    </message>
    <message>
        <source>to</source>
        <translation>到</translation>
    </message>
    <message>
        <source>Up to</source>
        <translation>上限</translation>
    </message>
    <message>
        <source>Remove the condition</source>
        <translation>删除条件</translation>
    </message>
</context>
<context>
    <name>DemoAbsent</name>
    <message>
        <source>No demo is running here</source>
        <translation>这里没有正在运行的演示</translation>
    </message>
    <message>
        <source>A demo is a proxy, chat nodes of two versions and a crowd of virtual users. Start one and it appears here:</source>
        <translation>演示由一个代理、两个版本的聊天节点和一群虚拟用户组成。启动后会出现在这里：</translation>
    </message>
    <message>
        <source>Command that starts a demo</source>
        <translation>启动演示的命令</translation>
    </message>
</context>
<context>
    <name>DemoCrowd</name>
    <message>
        <source>Crowd</source>
        <translation>人群</translation>
    </message>
    <message>
        <source>Users</source>
        <translation>用户数</translation>
    </message>
    <message>
        <source>Requests per second</source>
        <translation>每秒请求数</translation>
    </message>
    <message>
        <source>Requests</source>
        <translation>请求数</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>Chat sessions</source>
        <translation>聊天会话</translation>
    </message>
    <message>
        <source>Reconnects</source>
        <translation>重连</translation>
    </message>
</context>
<context>
    <name>DemoCrowdNode</name>
    <message>
        <source>Crowd</source>
        <translation>人群</translation>
    </message>
    <message>
        <source>%1 requests/s</source>
        <translation>%1 请求/秒</translation>
    </message>
    <message>
        <source>%1 sessions</source>
        <translation>%1 个会话</translation>
    </message>
</context>
<context>
    <name>DemoFaults</name>
    <message>
        <source>Faults of %1</source>
        <translation>%1 的故障</translation>
    </message>
    <message>
        <source>faults are injected</source>
        <translation>正在注入故障</translation>
    </message>
    <message>
        <source>No faults</source>
        <translation>清除故障</translation>
    </message>
    <message>
        <source>No faults in %1</source>
        <translation>清除 %1 的故障</translation>
    </message>
    <message>
        <source>Answers that fail</source>
        <translation>失败的应答</translation>
    </message>
    <message>
        <source>Added latency</source>
        <translation>附加延迟</translation>
    </message>
</context>
<context>
    <name>DemoMap</name>
    <message>
        <source>Processes</source>
        <translation>进程</translation>
    </message>
</context>
<context>
    <name>DemoPage</name>
    <message>
        <source>Demo</source>
        <translation>演示</translation>
    </message>
    <message>
        <source>a whole release on this machine, to play with</source>
        <translation>在本机上完整试玩一次发布</translation>
    </message>
    <message>
        <source>Kill %1?</source>
        <translation>强行终止 %1？</translation>
    </message>
    <message>
        <source>Stop %1?</source>
        <translation>停止 %1？</translation>
    </message>
    <message>
        <source>Its sessions are cut off, or drained first when it is stopped.</source>
        <translation>终止会切断其会话；停止则先排空会话。</translation>
    </message>
    <message>
        <source>Kill</source>
        <translation>杀死</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Inject faults in %1?</source>
        <translation>向 %1 注入故障？</translation>
    </message>
    <message>
        <source>Its users get errors, or wait longer.</source>
        <translation>它的用户会遇到错误或等待更久。</translation>
    </message>
    <message>
        <source>Inject</source>
        <translation>注入</translation>
    </message>
    <message>
        <source>Let %1 users come?</source>
        <translation>让 %1 个用户进来？</translation>
    </message>
    <message>
        <source>They load this cluster; when they become fewer, sessions end.</source>
        <translation>他们会给该集群带来负载；减少用户会结束会话。</translation>
    </message>
    <message>
        <source>Change the crowd</source>
        <translation>更改人群</translation>
    </message>
</context>
<context>
    <name>DemoProblem</name>
    <message>
        <source>The demo did not do it: %1</source>
        <translation>演示未能执行：%1</translation>
    </message>
</context>
<context>
    <name>DemoProcess</name>
    <message>
        <source>Kill</source>
        <translation>杀死</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>启动</translation>
    </message>
</context>
<context>
    <name>DemoSlider</name>
    <message>
        <source>in force: %1</source>
        <translation>生效值：%1</translation>
    </message>
</context>
<context>
    <name>DraftBar</name>
    <message>
        <source>Discard</source>
        <translation>放弃</translation>
    </message>
    <message>
        <source>Review and publish</source>
        <translation>审阅并发布</translation>
    </message>
    <message>
        <source>No changes. Move a slider, or edit a rule, to begin a draft.</source>
        <translation>没有更改。移动滑块或编辑规则即可开始草稿。</translation>
    </message>
    <message>
        <source>Undo (%1 s)</source>
        <translation>撤回（%1 秒）</translation>
    </message>
    <message>
        <source>Undo (Ctrl+Z)</source>
        <translation>撤销（Ctrl+Z）</translation>
    </message>
    <message>
        <source>Redo (Ctrl+Shift+Z)</source>
        <translation>重做（Ctrl+Shift+Z）</translation>
    </message>
    <message>
        <source>Put both together…</source>
        <translation>合并两者…</translation>
    </message>
    <message>
        <source>Review</source>
        <translation>审阅</translation>
    </message>
    <message>
        <source>What was published last (Ctrl+Alt+Z)</source>
        <translation>最近一次发布（Ctrl+Alt+Z）</translation>
    </message>
</context>
<context>
    <name>ExplainPage</name>
    <message>
        <source>Explain</source>
        <translation>解释</translation>
    </message>
    <message>
        <source>where one request goes, and why</source>
        <translation>一个请求去哪里，为什么</translation>
    </message>
    <message>
        <source>Request</source>
        <translation>请求</translation>
    </message>
    <message>
        <source>Paste a request:

curl -H &apos;X-User-ID: 42&apos; https://chat.example/

or

GET /chat HTTP/1.1
X-User-ID: 42

or the JSON of halftonectl</source>
        <translation>粘贴一个请求：

curl -H &apos;X-User-ID: 42&apos; https://chat.example/

或

GET /chat HTTP/1.1
X-User-ID: 42

或 halftonectl 的 JSON</translation>
    </message>
    <message>
        <source>from address</source>
        <translation>来源地址</translation>
    </message>
    <message>
        <source>Client address</source>
        <translation>客户端地址</translation>
    </message>
    <message>
        <source>Nothing live to pick from.</source>
        <translation>没有可选的实时请求。</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>结果</translation>
    </message>
    <message>
        <source>No request yet</source>
        <translation>还没有请求</translation>
    </message>
    <message>
        <source>Paste a request on the left, or click one of those that are live.</source>
        <translation>在左侧粘贴请求，或点击一个实时请求。</translation>
    </message>
    <message>
        <source>no user</source>
        <translation>无用户</translation>
    </message>
    <message>
        <source>user %1</source>
        <translation>用户 %1</translation>
    </message>
    <message>
        <source>Rules, first match wins</source>
        <translation>规则（首个匹配者生效）</translation>
    </message>
    <message>
        <source>Make a rule from this</source>
        <translation>由此创建规则</translation>
    </message>
    <message>
        <source>%1 is %2</source>
        <translation>%1 为 %2</translation>
    </message>
    <message>
        <source>Filter, such as  path:/chat  version=v2  header:X-App</source>
        <translation>筛选，例如  path:/chat  version=v2  header:X-App</translation>
    </message>
    <message>
        <source>Copy as cURL</source>
        <translation>复制为 cURL</translation>
    </message>
    <message>
        <source>Copy as JSON</source>
        <translation>复制为 JSON</translation>
    </message>
    <message>
        <source>Policy in force</source>
        <translation>生效中的策略</translation>
    </message>
    <message>
        <source>Draft</source>
        <translation>草稿</translation>
    </message>
    <message>
        <source>region</source>
        <translation>地区</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>未知</translation>
    </message>
    <message>
        <source>Region of the address</source>
        <translation>地址所在地区</translation>
    </message>
    <message>
        <source>What a geographic database says of the address. A header X-Region wins.</source>
        <translation>地理数据库给出的地址所属地区；请求头 X-Region 优先。</translation>
    </message>
    <message>
        <source>Requests</source>
        <translation>请求</translation>
    </message>
    <message>
        <source>Sessions</source>
        <translation>会话</translation>
    </message>
</context>
<context>
    <name>ExplainRuleRow</name>
    <message>
        <source>matched</source>
        <translation>匹配</translation>
    </message>
    <message>
        <source>did not match</source>
        <translation>不匹配</translation>
    </message>
    <message>
        <source>not tried</source>
        <translation>未尝试</translation>
    </message>
</context>
<context>
    <name>FeedState</name>
    <message>
        <source>Loading</source>
        <translation>加载中</translation>
    </message>
    <message>
        <source>Stale since %1: %2</source>
        <translation>自 %1 起数据陈旧：%2</translation>
    </message>
    <message>
        <source>Cannot be shown: %1</source>
        <translation>无法显示：%1</translation>
    </message>
</context>
<context>
    <name>Figures</name>
    <message>
        <source>%1 %</source>
        <translation>%1%</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1 秒</translation>
    </message>
    <message>
        <source>%1 min</source>
        <translation>%1 分钟</translation>
    </message>
    <message>
        <source>%1 h %2 min</source>
        <translation>%1 小时 %2 分钟</translation>
    </message>
    <message>
        <source>%1 d %2 h</source>
        <translation>%1 天 %2 小时</translation>
    </message>
    <message>
        <source>now</source>
        <translation>刚刚</translation>
    </message>
    <message>
        <source>%1 ago</source>
        <translation>%1前</translation>
    </message>
</context>
<context>
    <name>Finding</name>
    <message>
        <source>names no source, so nobody is ever identified</source>
        <translation>未指定来源，因此永远无法识别任何人</translation>
    </message>
    <message>
        <source>the name %1 is also that of /rules/%2</source>
        <translation>名称 %1 与 /rules/%2 相同</translation>
    </message>
    <message>
        <source>decisions of this rule look like those of the default</source>
        <translation>此规则的决定看起来与默认规则一样</translation>
    </message>
    <message>
        <source>are too many for all of them to be checked for reachability</source>
        <translation>数量过多，无法逐一检查是否可达</translation>
    </message>
    <message>
        <source>can never be reached: it has the conditions of the earlier rule %1</source>
        <translation>永远不会生效：条件与前面的规则 %1 相同</translation>
    </message>
    <message>
        <source>can never be reached: the earlier rule %1 matches all that it matches</source>
        <translation>永远不会生效：它匹配的请求都先被规则 %1 匹配</translation>
    </message>
    <message>
        <source>is 0: the version %1 gets nothing here</source>
        <translation>为 0：版本 %1 在此得不到任何请求</translation>
    </message>
    <message>
        <source>the version %1 is in this split twice</source>
        <translation>版本 %1 在此分流中出现两次</translation>
    </message>
    <message>
        <source>no split uses the version %1</source>
        <translation>没有分流使用版本 %1</translation>
    </message>
    <message>
        <source>selects every instance of the service: it has no labels</source>
        <translation>没有标签，会选中服务的所有实例</translation>
    </message>
    <message>
        <source>can never match the value of a header</source>
        <translation>永远无法匹配请求头的值</translation>
    </message>
    <message>
        <source>is 0: this never holds</source>
        <translation>为 0：永远不成立</translation>
    </message>
    <message>
        <source>%1 is no address; for blocks there is &quot;in&quot;</source>
        <translation>%1 不是地址；网段请用 &quot;in&quot;</translation>
    </message>
    <message>
        <source>%1 never compares equal: the address is written %2</source>
        <translation>%1 永远不会相等：该地址应写作 %2</translation>
    </message>
    <message>
        <source>longer than %1 bytes (limit maxNameBytes)</source>
        <translation>超过 %1 字节（限制 maxNameBytes）</translation>
    </message>
    <message>
        <source>a pattern longer than %1 bytes (limit maxRegexBytes)</source>
        <translation>正则表达式超过 %1 字节（限制 maxRegexBytes）</translation>
    </message>
    <message>
        <source>must not be empty</source>
        <translation>不能为空</translation>
    </message>
    <message>
        <source>%1 may hold only letters, digits and the marks of a cookie&apos;s name</source>
        <translation>%1 只能包含字母、数字和 cookie 名允许的符号</translation>
    </message>
    <message>
        <source>names the version %1, which is not in /versions</source>
        <translation>引用了 /versions 中不存在的版本 %1</translation>
    </message>
    <message>
        <source>names no version</source>
        <translation>未指定版本</translation>
    </message>
    <message>
        <source>has %1 versions, more than %2 (limit maxVersions)</source>
        <translation>有 %1 个版本，超过 %2 个（限制 maxVersions）</translation>
    </message>
    <message>
        <source>has %1 rules, more than %2 (limit maxRules)</source>
        <translation>有 %1 条规则，超过 %2 条（限制 maxRules）</translation>
    </message>
    <message>
        <source>is there twice</source>
        <translation>出现两次</translation>
    </message>
    <message>
        <source>the key is there twice</source>
        <translation>该键出现两次</translation>
    </message>
    <message>
        <source>a version&apos;s name must be printable and not empty</source>
        <translation>版本名必须可打印且不为空</translation>
    </message>
    <message>
        <source>a label&apos;s name must not be empty</source>
        <translation>标签名不能为空</translation>
    </message>
    <message>
        <source>%1 lacks a name after the colon</source>
        <translation>%1 的冒号后缺少名称</translation>
    </message>
    <message>
        <source>%1 is no name of a header</source>
        <translation>%1 不是请求头名称</translation>
    </message>
    <message>
        <source>must be from 0 to 100</source>
        <translation>必须在 0 到 100 之间</translation>
    </message>
    <message>
        <source>weights sum to %1, not 100</source>
        <translation>权重之和为 %1，而不是 100</translation>
    </message>
    <message>
        <source>is empty; what applies to all requests is &quot;default&quot;</source>
        <translation>为空；适用于所有请求的是 &quot;default&quot;</translation>
    </message>
    <message>
        <source>have more than %1 conditions (limit maxConditions)</source>
        <translation>条件超过 %1 个（限制 maxConditions）</translation>
    </message>
    <message>
        <source>&quot;any&quot; and &quot;not&quot; nest deeper than %1 levels (limit maxNesting)</source>
        <translation>&quot;any&quot; 与 &quot;not&quot; 嵌套超过 %1 层（限制 maxNesting）</translation>
    </message>
    <message>
        <source>denies exactly one condition</source>
        <translation>只能否定一个条件</translation>
    </message>
    <message>
        <source>has no alternatives</source>
        <translation>没有选项</translation>
    </message>
    <message>
        <source>lists no value</source>
        <translation>没有列出值</translation>
    </message>
    <message>
        <source>lists no address</source>
        <translation>没有列出地址</translation>
    </message>
    <message>
        <source>is empty: %1 is above %2</source>
        <translation>为空：%1 大于 %2</translation>
    </message>
    <message>
        <source>takes exactly one value</source>
        <translation>只接受一个值</translation>
    </message>
    <message>
        <source>%1 is no version of numbers and dots</source>
        <translation>%1 不是由数字和点组成的版本号</translation>
    </message>
    <message>
        <source>is for the attribute &quot;ip&quot; only</source>
        <translation>仅用于属性 &quot;ip&quot;</translation>
    </message>
    <message>
        <source>%1 is no address and no CIDR block</source>
        <translation>%1 既不是地址也不是 CIDR 网段</translation>
    </message>
    <message>
        <source>%1 is not known here; this is %2</source>
        <translation>此处不识别 %1；应为 %2</translation>
    </message>
    <message>
        <source>unknown key</source>
        <translation>未知的键</translation>
    </message>
    <message>
        <source>is missing</source>
        <translation>缺失</translation>
    </message>
    <message>
        <source>must be a string, not %1</source>
        <translation>必须是字符串，而不是 %1</translation>
    </message>
    <message>
        <source>must be a number, not %1</source>
        <translation>必须是数字，而不是 %1</translation>
    </message>
    <message>
        <source>must be an integer, not %1</source>
        <translation>必须是整数，而不是 %1</translation>
    </message>
    <message>
        <source>must be an object, not %1</source>
        <translation>必须是对象，而不是 %1</translation>
    </message>
    <message>
        <source>must be true or false, not %1</source>
        <translation>必须是 true 或 false，而不是 %1</translation>
    </message>
    <message>
        <source>must be a list, not %1</source>
        <translation>必须是列表，而不是 %1</translation>
    </message>
    <message>
        <source>must be a list of two integers, not %1</source>
        <translation>必须是两个整数的列表，而不是 %1</translation>
    </message>
    <message>
        <source>must be a string or a list of strings, not %1</source>
        <translation>必须是字符串或字符串列表，而不是 %1</translation>
    </message>
    <message>
        <source>must be two integers, the lowest and the highest</source>
        <translation>必须是两个整数：最小值和最大值</translation>
    </message>
    <message>
        <source>%1 is no integer of 64 bits</source>
        <translation>%1 不是 64 位整数</translation>
    </message>
    <message>
        <source>%1 is none of %2</source>
        <translation>%1 不属于 %2</translation>
    </message>
    <message>
        <source>%1 is no source of identity</source>
        <translation>%1 不是身份来源</translation>
    </message>
    <message>
        <source>%1 is no percentage with at most two decimals</source>
        <translation>%1 不是最多两位小数的百分数</translation>
    </message>
    <message>
        <source>%1 is not from 0 to 100</source>
        <translation>%1 不在 0 到 100 之间</translation>
    </message>
    <message>
        <source>is either &quot;any&quot; or &quot;not&quot;, not both</source>
        <translation>只能是 &quot;any&quot; 或 &quot;not&quot; 之一</translation>
    </message>
    <message>
        <source>has several operators (%1); exactly one is needed</source>
        <translation>有多个运算符（%1）；只能有一个</translation>
    </message>
    <message>
        <source>has no operator; exactly one is needed</source>
        <translation>没有运算符；需要恰好一个</translation>
    </message>
    <message>
        <source>%1 is no attribute</source>
        <translation>%1 不是属性</translation>
    </message>
    <message>
        <source>this is no JSON: %1</source>
        <translation>不是 JSON：%1</translation>
    </message>
    <message>
        <source>this is no JSON</source>
        <translation>不是 JSON</translation>
    </message>
    <message>
        <source>must be &quot;halftone/v1&quot;</source>
        <translation>必须是 &quot;halftone/v1&quot;</translation>
    </message>
    <message>
        <source>; did you mean %1?</source>
        <translation>；是否想写 %1？</translation>
    </message>
    <message>
        <source>Rule %1</source>
        <translation>规则 %1</translation>
    </message>
</context>
<context>
    <name>HealthExportDialog</name>
    <message>
        <source>Write a picture (PNG)</source>
        <translation>写成图片 (PNG)</translation>
    </message>
    <message>
        <source>Write a drawing (SVG)</source>
        <translation>写成矢量图 (SVG)</translation>
    </message>
    <message>
        <source>Write the numbers (CSV)</source>
        <translation>写出数据 (CSV)</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>文件夹</translation>
    </message>
    <message>
        <source>File</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>A file of this name is there already. Replace it?</source>
        <translation>同名文件已存在。要替换吗?</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Replace</source>
        <translation>替换</translation>
    </message>
    <message>
        <source>Write</source>
        <translation>写入</translation>
    </message>
</context>
<context>
    <name>HealthPage</name>
    <message>
        <source>Health</source>
        <translation>健康</translation>
    </message>
    <message>
        <source>versions side by side</source>
        <translation>各版本并排比较</translation>
    </message>
    <message>
        <source>Requests per second</source>
        <translation>每秒请求数</translation>
    </message>
    <message>
        <source>Errors, % of requests</source>
        <translation>错误占请求的百分比</translation>
    </message>
    <message>
        <source>Latency</source>
        <translation>延迟</translation>
    </message>
    <message>
        <source>Open sessions</source>
        <translation>打开的会话</translation>
    </message>
    <message>
        <source>Charts. Plus and minus zoom, the arrow keys move in time, Home goes back to live.</source>
        <translation>图表。加减号缩放，方向键在时间上移动，Home 键回到实时。</translation>
    </message>
    <message>
        <source>Resumed without loss, %</source>
        <translation>无损恢复率，%</translation>
    </message>
    <message>
        <source>No session came back in this time</source>
        <translation>这段时间没有会话恢复</translation>
    </message>
</context>
<context>
    <name>HealthRow</name>
    <message>
        <source>%1: %2 requests a second, %3 errors, p99 %4</source>
        <translation>%1：每秒 %2 个请求，错误 %3，p99 %4</translation>
    </message>
</context>
<context>
    <name>HealthTable</name>
    <message>
        <source>Version</source>
        <translation>版本</translation>
    </message>
    <message>
        <source>Requests/s</source>
        <translation>请求/秒</translation>
    </message>
    <message>
        <source>Errors</source>
        <translation>错误</translation>
    </message>
    <message>
        <source>Sessions</source>
        <translation>会话</translation>
    </message>
</context>
<context>
    <name>HistoryDialog</name>
    <message>
        <source>History of %1</source>
        <translation>%1 的历史</translation>
    </message>
    <message>
        <source>no message</source>
        <translation>无说明</translation>
    </message>
    <message>
        <source>in force</source>
        <translation>生效</translation>
    </message>
    <message>
        <source>%1 · %2 · %3</source>
        <translation>%1 · %2 · %3</translation>
    </message>
    <message>
        <source>The same as what is in force.</source>
        <translation>与生效的策略相同。</translation>
    </message>
    <message>
        <source>Choose a revision to see what differs.</source>
        <translation>选择一个修订以查看差异。</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Roll back to r%1</source>
        <translation>回滚到 r%1</translation>
    </message>
    <message>
        <source>Roll back</source>
        <translation>回滚</translation>
    </message>
    <message>
        <source>Why (kept in the history)</source>
        <translation>原因（保存在历史中）</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>原因</translation>
    </message>
    <message>
        <source>Revision %1, published %2 by %3</source>
        <translation>修订 %1，%2 由 %3 发布</translation>
    </message>
    <message>
        <source>because “%1”</source>
        <translation>原因“%1”</translation>
    </message>
    <message>
        <source>from %1</source>
        <translation>来自 %1</translation>
    </message>
    <message>
        <source>Compare with</source>
        <translation>对比</translation>
    </message>
    <message>
        <source>The same.</source>
        <translation>相同。</translation>
    </message>
    <message>
        <source>Take as draft</source>
        <translation>作为草稿</translation>
    </message>
    <message>
        <source>What it says becomes your draft, to be changed and reviewed; nothing is published.</source>
        <translation>它的内容成为您的草稿，可以修改和检查；不会发布任何东西。</translation>
    </message>
</context>
<context>
    <name>Main</name>
    <message>
        <source>Traffic</source>
        <translation>流量</translation>
    </message>
    <message>
        <source>Health</source>
        <translation>健康</translation>
    </message>
    <message>
        <source>Sessions</source>
        <translation>会话</translation>
    </message>
    <message>
        <source>Catalog</source>
        <translation>目录</translation>
    </message>
    <message>
        <source>Demo</source>
        <translation>演示</translation>
    </message>
    <message>
        <source>Overview</source>
        <translation>概览</translation>
    </message>
    <message>
        <source>Explain</source>
        <translation>解释</translation>
    </message>
    <message>
        <source>Audit</source>
        <translation>审计</translation>
    </message>
    <message>
        <source>KV</source>
        <translation>键值</translation>
    </message>
</context>
<context>
    <name>MergeDialog</name>
    <message>
        <source>Put both together</source>
        <translation>合并两者</translation>
    </message>
    <message>
        <source>Nothing collides: take both as they are.</source>
        <translation>没有冲突：可直接合并。</translation>
    </message>
    <message numerus="yes">
        <source>%n fields were changed by both: click the value to take.</source>
        <translation>
            <numerusform>%n 个字段双方都改了：点击要采用的值。</numerusform>
        </translation>
    </message>
    <message>
        <source>before both</source>
        <translation>两者之前</translation>
    </message>
    <message>
        <source>mine</source>
        <translation>我的</translation>
    </message>
    <message>
        <source>theirs, in force</source>
        <translation>对方的（生效）</translation>
    </message>
    <message>
        <source>All mine</source>
        <translation>全部用我的</translation>
    </message>
    <message>
        <source>All theirs</source>
        <translation>全部用对方的</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message numerus="yes">
        <source>%n choices open</source>
        <translation>
            <numerusform>还有 %n 个待选</numerusform>
        </translation>
    </message>
    <message>
        <source>Take as my draft</source>
        <translation>作为我的草稿</translation>
    </message>
</context>
<context>
    <name>OverviewPage</name>
    <message>
        <source>Overview</source>
        <translation>概览</translation>
    </message>
    <message>
        <source>service</source>
        <translation>服务</translation>
    </message>
    <message>
        <source>policy</source>
        <translation>策略</translation>
    </message>
    <message>
        <source>requests/s</source>
        <translation>请求/秒</translation>
    </message>
    <message>
        <source>errors</source>
        <translation>错误</translation>
    </message>
    <message>
        <source>sessions</source>
        <translation>会话</translation>
    </message>
    <message>
        <source>How traffic flows through %1</source>
        <translation>%1 的流量走向</translation>
    </message>
    <message>
        <source>gateways → versions → instances; as wide as their traffic</source>
        <translation>网关 → 版本 → 实例；宽度即流量</translation>
    </message>
    <message>
        <source>release</source>
        <translation>发布状态</translation>
    </message>
    <message>
        <source>Services</source>
        <translation>服务</translation>
    </message>
    <message numerus="yes">
        <source>%n instances more in the catalog</source>
        <translation>
            <numerusform>目录中还有 %n 个实例</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>OverviewRow</name>
    <message>
        <source>versions: wanted above, actual below</source>
        <translation>版本：上为期望，下为实际</translation>
    </message>
    <message>
        <source>wanted by default</source>
        <translation>默认期望</translation>
    </message>
    <message>
        <source>actual, of all requests in the last 10 s</source>
        <translation>实际（最近 10 秒所有请求）</translation>
    </message>
    <message>
        <source>policy %1</source>
        <translation>策略 %1</translation>
    </message>
    <message>
        <source>wanted %1</source>
        <translation>期望 %1</translation>
    </message>
    <message>
        <source>measured %1</source>
        <translation>实测 %1</translation>
    </message>
    <message>
        <source>requests %1, errors %2, p99 %3, sessions %4</source>
        <translation>请求 %1，错误 %2，p99 %3，会话 %4</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1：%2</translation>
    </message>
</context>
<context>
    <name>PageStateBar</name>
    <message>
        <source>Loading…</source>
        <translation>加载中…</translation>
    </message>
</context>
<context>
    <name>PolicyChanges</name>
    <message>
        <source>Rule “%1”</source>
        <translation>规则“%1”</translation>
    </message>
    <message>
        <source>new</source>
        <translation>新增</translation>
    </message>
    <message>
        <source>place %1</source>
        <translation>第 %1 位</translation>
    </message>
    <message>
        <source>to place %1</source>
        <translation>移到第 %1 位</translation>
    </message>
    <message>
        <source>removed</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>in another order</source>
        <translation>顺序不同</translation>
    </message>
    <message>
        <source>Default split</source>
        <translation>默认分流</translation>
    </message>
    <message>
        <source>default</source>
        <translation>默认</translation>
    </message>
    <message>
        <source>Default</source>
        <translation>默认</translation>
    </message>
    <message>
        <source>no salt</source>
        <translation>无盐</translation>
    </message>
    <message>
        <source>another salt</source>
        <translation>盐已更改</translation>
    </message>
    <message>
        <source>renamed</source>
        <translation>改名</translation>
    </message>
    <message>
        <source>on</source>
        <translation>开</translation>
    </message>
    <message>
        <source>off</source>
        <translation>关</translation>
    </message>
    <message>
        <source>conditions changed</source>
        <translation>条件已改</translation>
    </message>
    <message>
        <source>sticky as the default</source>
        <translation>粘性同默认</translation>
    </message>
    <message>
        <source>Stable version</source>
        <translation>稳定版本</translation>
    </message>
    <message>
        <source>When unavailable</source>
        <translation>不可用时</translation>
    </message>
    <message>
        <source>Identity</source>
        <translation>身份</translation>
    </message>
    <message>
        <source>changed</source>
        <translation>已更改</translation>
    </message>
    <message>
        <source>Policy</source>
        <translation>策略</translation>
    </message>
    <message>
        <source>Versions</source>
        <translation>版本</translation>
    </message>
    <message>
        <source>%1 % of users move to %2.</source>
        <translation>%1% 的用户移到 %2。</translation>
    </message>
    <message>
        <source>%1 % of addresses move to %2.</source>
        <translation>%1% 的地址移到 %2。</translation>
    </message>
    <message>
        <source>%1 % of sessions move to %2.</source>
        <translation>%1% 的会话移到 %2。</translation>
    </message>
    <message>
        <source>%1 % of requests move to %2.</source>
        <translation>%1% 的请求移到 %2。</translation>
    </message>
    <message>
        <source>%1 % of keys move to %2.</source>
        <translation>%1% 的键移到 %2。</translation>
    </message>
    <message>
        <source>Nobody else changes version.</source>
        <translation>其他人的版本不变。</translation>
    </message>
    <message>
        <source>Those whom rule “%1” matched fall to the rules below.</source>
        <translation>规则“%1”原先匹配的请求由后面的规则决定。</translation>
    </message>
    <message>
        <source>Rule “%1” decides again for those it matches.</source>
        <translation>规则“%1”重新决定其匹配的请求。</translation>
    </message>
    <message>
        <source>sticky by user</source>
        <translation>按用户粘性</translation>
    </message>
    <message>
        <source>sticky by address</source>
        <translation>按地址粘性</translation>
    </message>
    <message>
        <source>sticky by header %1</source>
        <translation>按请求头 %1 粘性</translation>
    </message>
    <message>
        <source>sticky by cookie %1</source>
        <translation>按 cookie %1 粘性</translation>
    </message>
    <message>
        <source>sticky by query %1</source>
        <translation>按查询参数 %1 粘性</translation>
    </message>
    <message>
        <source>sticky by session</source>
        <translation>按会话粘性</translation>
    </message>
    <message>
        <source>not sticky</source>
        <translation>无粘性</translation>
    </message>
    <message>
        <source> and </source>
        <translation> 且 </translation>
    </message>
</context>
<context>
    <name>RequestText</name>
    <message>
        <source>A quote in the cURL command has no end.</source>
        <translation>cURL 命令中的引号没有结束。</translation>
    </message>
    <message>
        <source>“%1” is no URL.</source>
        <translation>“%1”不是 URL。</translation>
    </message>
    <message>
        <source>The cURL command names no URL.</source>
        <translation>cURL 命令没有 URL。</translation>
    </message>
    <message>
        <source>Line 1: not “GET /path HTTP/1.1”, no cURL command and no JSON.</source>
        <translation>第 1 行：不是“GET /path HTTP/1.1”，也不是 cURL 命令或 JSON。</translation>
    </message>
    <message>
        <source>Line %1: a header is “Name: value”.</source>
        <translation>第 %1 行：请求头的格式是“名称: 值”。</translation>
    </message>
    <message>
        <source>This is no JSON object.</source>
        <translation>这不是 JSON 对象。</translation>
    </message>
    <message>
        <source>This JSON is no request.</source>
        <translation>这个 JSON 不是请求。</translation>
    </message>
    <message>
        <source>Paste a request.</source>
        <translation>请粘贴请求。</translation>
    </message>
    <message>
        <source>Longer than a request can be.</source>
        <translation>超出请求的最大长度。</translation>
    </message>
</context>
<context>
    <name>ReviewDialog</name>
    <message>
        <source>Publish to %1</source>
        <translation>发布到 %1</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>改动</translation>
    </message>
    <message>
        <source>in force</source>
        <translation>生效</translation>
    </message>
    <message>
        <source>draft</source>
        <translation>草稿</translation>
    </message>
    <message>
        <source>No warnings.</source>
        <translation>没有警告。</translation>
    </message>
    <message>
        <source>Why? Kept in the history</source>
        <translation>为什么？将保存在历史中</translation>
    </message>
    <message>
        <source>Message</source>
        <translation>说明</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Publishing…</source>
        <translation>正在发布…</translation>
    </message>
    <message>
        <source>Publish</source>
        <translation>发布</translation>
    </message>
    <message>
        <source>This connection is read-only: the draft can be looked at, not published.</source>
        <translation>此连接为只读：草稿可以查看，不能发布。</translation>
    </message>
    <message>
        <source>No live requests to count on yet.</source>
        <translation>还没有可用于估算的实时请求。</translation>
    </message>
</context>
<context>
    <name>RuleDialog</name>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>sticky by</source>
        <translation>粘性</translation>
    </message>
    <message>
        <source>Sticky by</source>
        <translation>粘性</translation>
    </message>
    <message>
        <source>name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>on</source>
        <translation>开</translation>
    </message>
    <message>
        <source>The rule is on</source>
        <translation>规则启用</translation>
    </message>
    <message>
        <source>When all of these hold</source>
        <translation>当以下全部成立</translation>
    </message>
    <message>
        <source>Add condition</source>
        <translation>添加条件</translation>
    </message>
    <message>
        <source>Add “any of”</source>
        <translation>添加“任一成立”</translation>
    </message>
    <message>
        <source>Send them to</source>
        <translation>分流到</translation>
    </message>
    <message>
        <source>As text</source>
        <translation>文本</translation>
    </message>
    <message>
        <source>The form waits for the text to be right.</source>
        <translation>文本正确后表单才会更新。</translation>
    </message>
    <message>
        <source>Line %1, column %2: %3</source>
        <translation>第 %1 行第 %2 列：%3</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Take into the draft</source>
        <translation>纳入草稿</translation>
    </message>
    <message>
        <source>Escape once more drops what you changed.</source>
        <translation>再按一次 Esc 将放弃您的更改。</translation>
    </message>
</context>
<context>
    <name>RuleList</name>
    <message>
        <source>Rules, first match wins</source>
        <translation>规则（首个匹配者生效）</translation>
    </message>
    <message>
        <source>else</source>
        <translation>否则</translation>
    </message>
    <message>
        <source>↑↓ choose · Alt+↑↓ move · Enter edit · Space on/off · Del</source>
        <translation>↑↓ 选择 · Alt+↑↓ 移动 · Enter 编辑 · 空格 开关 · Del 删除</translation>
    </message>
    <message>
        <source>Add rule</source>
        <translation>添加规则</translation>
    </message>
    <message>
        <source>New rule (Ctrl+N)</source>
        <translation>新规则（Ctrl+N）</translation>
    </message>
    <message>
        <source>No rules: the default decides for everybody.</source>
        <translation>没有规则：一律由默认决定。</translation>
    </message>
    <message>
        <source>On</source>
        <translation>启用</translation>
    </message>
    <message>
        <source>Off</source>
        <translation>停用</translation>
    </message>
    <message>
        <source>Duplicate</source>
        <translation>复制一份</translation>
    </message>
    <message>
        <source>Copy as JSON</source>
        <translation>复制为 JSON</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
</context>
<context>
    <name>RuleRow</name>
    <message>
        <source>Rule %1 is on</source>
        <translation>规则 %1 已启用</translation>
    </message>
    <message>
        <source>Move rule %1</source>
        <translation>移动规则 %1</translation>
    </message>
    <message>
        <source>Edit (Enter)</source>
        <translation>编辑（Enter）</translation>
    </message>
    <message>
        <source>Duplicate (Ctrl+D)</source>
        <translation>复制（Ctrl+D）</translation>
    </message>
    <message>
        <source>Delete (Del)</source>
        <translation>删除（Del）</translation>
    </message>
</context>
<context>
    <name>ServicePicker</name>
    <message>
        <source>Service</source>
        <translation>服务</translation>
    </message>
</context>
<context>
    <name>SessionKickDialog</name>
    <message>
        <source>Kick</source>
        <translation>踢出</translation>
    </message>
    <message>
        <source>Reason, told to the clients</source>
        <translation>原因，会告知客户端</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>原因</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
</context>
<context>
    <name>SessionMoveDialog</name>
    <message>
        <source>Move the selected sessions</source>
        <translation>迁移所选会话</translation>
    </message>
    <message>
        <source>Close the drift</source>
        <translation>消除偏移</translation>
    </message>
    <message>
        <source>Drain</source>
        <translation>排空</translation>
    </message>
    <message>
        <source>Whom</source>
        <translation>对象</translation>
    </message>
    <message>
        <source>Node</source>
        <translation>节点</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>版本</translation>
    </message>
    <message>
        <source>Room</source>
        <translation>房间</translation>
    </message>
    <message>
        <source>User</source>
        <translation>用户</translation>
    </message>
    <message>
        <source>Everybody</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>Which one</source>
        <translation>哪一个</translation>
    </message>
    <message>
        <source>The room&apos;s name</source>
        <translation>房间名</translation>
    </message>
    <message>
        <source>The user&apos;s name</source>
        <translation>用户名</translation>
    </message>
    <message>
        <source>Takes no new sessions from now on (maintenance in Consul)</source>
        <translation>从现在起不接受新会话（Consul 中设为维护）</translation>
    </message>
    <message>
        <source>Only</source>
        <translation>只限</translation>
    </message>
    <message>
        <source>Share of them, in percent</source>
        <translation>其中的百分比</translation>
    </message>
    <message>
        <source>of them, at random</source>
        <translation>随机抽取</translation>
    </message>
    <message>
        <source>whom the policy places elsewhere</source>
        <translation>策略会放到别处的</translation>
    </message>
    <message>
        <source>How</source>
        <translation>方式</translation>
    </message>
    <message>
        <source>At a pace</source>
        <translation>按速度</translation>
    </message>
    <message>
        <source>By a deadline</source>
        <translation>按期限</translation>
    </message>
    <message>
        <source>Wait for them to leave</source>
        <translation>等待自行离开</translation>
    </message>
    <message>
        <source>Sessions a second</source>
        <translation>每秒会话数</translation>
    </message>
    <message>
        <source>a second, all nodes together</source>
        <translation>个/秒，所有节点合计</translation>
    </message>
    <message>
        <source>Seconds</source>
        <translation>秒</translation>
    </message>
    <message>
        <source>seconds, evenly</source>
        <translation>秒内，均匀进行</translation>
    </message>
    <message>
        <source>jitter</source>
        <translation>抖动</translation>
    </message>
    <message>
        <source>Jitter, in percent</source>
        <translation>抖动百分比</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>原因</translation>
    </message>
    <message>
        <source>Told to the clients as they are closed</source>
        <translation>关闭时告知客户端</translation>
    </message>
    <message>
        <source>Each client is told to come back, and resumes without loss where the policy places it.</source>
        <translation>每个客户端都会被告知重新连接，并在策略指定的地方无损恢复。</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>Begin</source>
        <translation>开始</translation>
    </message>
</context>
<context>
    <name>SessionMoveRow</name>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Stop the move of %1</source>
        <translation>停止迁移 %1</translation>
    </message>
</context>
<context>
    <name>SessionMoves</name>
    <message>
        <source>Back to service</source>
        <translation>恢复服务</translation>
    </message>
    <message>
        <source>Let %1 take new sessions</source>
        <translation>让 %1 接受新会话</translation>
    </message>
    <message>
        <source>room %1</source>
        <translation>房间 %1</translation>
    </message>
    <message>
        <source>user %1</source>
        <translation>用户 %1</translation>
    </message>
    <message>
        <source>session %1</source>
        <translation>会话 %1</translation>
    </message>
    <message>
        <source>chosen sessions</source>
        <translation>所选会话</translation>
    </message>
    <message>
        <source>placed elsewhere by the policy</source>
        <translation>策略会放到别处的会话</translation>
    </message>
    <message>
        <source>all sessions</source>
        <translation>全部会话</translation>
    </message>
    <message>
        <source>%1 of %2 moved</source>
        <translation>已迁移 %1 / %2</translation>
    </message>
    <message>
        <source>%1 left by themselves</source>
        <translation>%1 个自行离开</translation>
    </message>
    <message>
        <source>stopped at %1, %2 stay</source>
        <translation>%1 停止，%2 个留下</translation>
    </message>
    <message>
        <source>done at %1</source>
        <translation>%1 完成</translation>
    </message>
    <message>
        <source>%1 left, nobody is moved</source>
        <translation>剩余 %1 个，不迁移</translation>
    </message>
    <message>
        <source>%1 left, ends at %2, in %3</source>
        <translation>剩余 %1 个，%2 结束，还需 %3</translation>
    </message>
    <message>
        <source>drained: takes no new sessions, %1 open</source>
        <translation>已排空：不接受新会话，%1 个打开</translation>
    </message>
    <message>
        <source>maintenance: takes no new sessions, %1 open</source>
        <translation>维护中：不接受新会话，%1 个打开</translation>
    </message>
</context>
<context>
    <name>SessionStopDialog</name>
    <message>
        <source>Stop the move of %1?</source>
        <translation>停止 %1 的迁移？</translation>
    </message>
    <message>
        <source>Let %1 take new sessions?</source>
        <translation>让 %1 接受新会话？</translation>
    </message>
    <message>
        <source>Those who have not moved yet stay where they are.</source>
        <translation>尚未迁移的会话留在原处。</translation>
    </message>
    <message>
        <source>Its drain is taken back: the policy places new sessions on it again.</source>
        <translation>排空被撤回：策略会再次把新会话放到它上面。</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Back to service</source>
        <translation>恢复服务</translation>
    </message>
</context>
<context>
    <name>SessionPane</name>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>This session has ended. This is the last that its node told.</source>
        <translation>该会话已结束。这是其节点最后报告的内容。</translation>
    </message>
    <message>
        <source>The rule that places it</source>
        <translation>为它选择版本的规则</translation>
    </message>
    <message>
        <source>Copy as JSON</source>
        <translation>复制为 JSON</translation>
    </message>
    <message>
        <source>The request that opened it</source>
        <translation>建立它的请求</translation>
    </message>
    <message>
        <source>Live frames…</source>
        <translation>实时帧…</translation>
    </message>
</context>
<context>
    <name>SessionsPage</name>
    <message>
        <source>Sessions</source>
        <translation>会话</translation>
    </message>
    <message>
        <source>Drain…</source>
        <translation>排空…</translation>
    </message>
    <message>
        <source>Move the sessions of a node, a version, a room or a user elsewhere</source>
        <translation>把某个节点、版本、房间或用户的会话迁往别处</translation>
    </message>
    <message>
        <source>Filter, such as  lobby  user:u18  version:v2  node:chat-1  -room:staff</source>
        <translation>筛选，例如  lobby  user:u18  version:v2  node:chat-1  -room:staff</translation>
    </message>
    <message>
        <source>Filter sessions</source>
        <translation>筛选会话</translation>
    </message>
    <message>
        <source>Move…</source>
        <translation>迁移…</translation>
    </message>
    <message>
        <source>Kick…</source>
        <translation>踢出…</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Pause the table</source>
        <translation>暂停表格</translation>
    </message>
    <message>
        <source>This connection is for reading only: sessions cannot be moved or closed.</source>
        <translation>此连接为只读：不能迁移或关闭会话。</translation>
    </message>
</context>
<context>
    <name>SessionsSummary</name>
    <message>
        <source>Version</source>
        <translation>版本</translation>
    </message>
    <message>
        <source>Sessions</source>
        <translation>会话</translation>
    </message>
    <message>
        <source>Share</source>
        <translation>占比</translation>
    </message>
    <message>
        <source>Default split</source>
        <translation>默认分流</translation>
    </message>
    <message>
        <source>Difference</source>
        <translation>差值</translation>
    </message>
    <message>
        <source>Open sessions</source>
        <translation>打开的会话</translation>
    </message>
    <message>
        <source>Policy today</source>
        <translation>按今日策略</translation>
    </message>
    <message>
        <source>Where the policy would place the open sessions; the empty part is not known</source>
        <translation>策略会把打开的会话放在哪里；空白部分未知</translation>
    </message>
    <message>
        <source>Close the drift…</source>
        <translation>消除偏移…</translation>
    </message>
</context>
<context>
    <name>SessionsVersionRow</name>
    <message>
        <source>Show only %1</source>
        <translation>只显示 %1</translation>
    </message>
</context>
<context>
    <name>ShortcutSheet</name>
    <message>
        <source>Keyboard</source>
        <translation>键盘</translation>
    </message>
    <message>
        <source>command palette</source>
        <translation>命令面板</translation>
    </message>
    <message>
        <source>pages</source>
        <translation>页面</translation>
    </message>
    <message>
        <source>this sheet</source>
        <translation>本页</translation>
    </message>
    <message>
        <source>dark or light</source>
        <translation>深色或浅色</translation>
    </message>
    <message>
        <source>language</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>new rule</source>
        <translation>新规则</translation>
    </message>
    <message>
        <source>undo in the draft</source>
        <translation>撤销草稿操作</translation>
    </message>
    <message>
        <source>redo in the draft</source>
        <translation>重做草稿操作</translation>
    </message>
    <message>
        <source>review the draft; accept the rule</source>
        <translation>审阅草稿；接受规则</translation>
    </message>
    <message>
        <source>history and rollback</source>
        <translation>历史与回滚</translation>
    </message>
    <message>
        <source>move the rule</source>
        <translation>移动规则</translation>
    </message>
    <message>
        <source>edit the rule</source>
        <translation>编辑规则</translation>
    </message>
    <message>
        <source>rule on or off</source>
        <translation>规则开关</translation>
    </message>
    <message>
        <source>duplicate the rule</source>
        <translation>复制规则</translation>
    </message>
    <message>
        <source>delete the rule</source>
        <translation>删除规则</translation>
    </message>
    <message>
        <source>slider: 1 %</source>
        <translation>滑块：1%</translation>
    </message>
    <message>
        <source>slider: 0.01 %</source>
        <translation>滑块：0.01%</translation>
    </message>
    <message>
        <source>slider: 10 %</source>
        <translation>滑块：10%</translation>
    </message>
    <message>
        <source>slider: none, all</source>
        <translation>滑块：零、全部</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>pin this place</source>
        <translation>固定此处</translation>
    </message>
    <message>
        <source>page in its own window</source>
        <translation>页面独立成窗</translation>
    </message>
    <message>
        <source>copy a link to here</source>
        <translation>复制此处链接</translation>
    </message>
    <message>
        <source>filter</source>
        <translation>筛选</translation>
    </message>
    <message>
        <source>record what happens; end it</source>
        <translation>开始或结束录制</translation>
    </message>
    <message>
        <source>replay: play or pause</source>
        <translation>回放：播放或暂停</translation>
    </message>
    <message>
        <source>Everywhere</source>
        <translation>随处</translation>
    </message>
    <message>
        <source>Draft and rules</source>
        <translation>草稿与规则</translation>
    </message>
    <message>
        <source>Lists</source>
        <translation>列表</translation>
    </message>
    <message>
        <source>Charts</source>
        <translation>图表</translation>
    </message>
    <message>
        <source>close that window</source>
        <translation>关闭该窗口</translation>
    </message>
    <message>
        <source>undo what was just published</source>
        <translation>撤回刚才的发布</translation>
    </message>
    <message>
        <source>choose a row</source>
        <translation>选择一行</translation>
    </message>
    <message>
        <source>select more rows</source>
        <translation>多选几行</translation>
    </message>
    <message>
        <source>select this row too, or not</source>
        <translation>加选或取消此行</translation>
    </message>
    <message>
        <source>select all</source>
        <translation>全选</translation>
    </message>
    <message>
        <source>copy what is selected</source>
        <translation>复制所选</translation>
    </message>
    <message>
        <source>select less</source>
        <translation>减少所选</translation>
    </message>
    <message>
        <source>zoom</source>
        <translation>缩放</translation>
    </message>
    <message>
        <source>earlier, later</source>
        <translation>更早、更晚</translation>
    </message>
    <message>
        <source>a whole view earlier, later</source>
        <translation>前移、后移一屏</translation>
    </message>
    <message>
        <source>back to now</source>
        <translation>回到现在</translation>
    </message>
</context>
<context>
    <name>Sidebar</name>
    <message>
        <source>Ctrl+%1</source>
        <translation>Ctrl+%1</translation>
    </message>
    <message>
        <source>Pinned</source>
        <translation>已固定</translation>
    </message>
    <message>
        <source>This page in a window of its own (Ctrl+Shift+N)</source>
        <translation>在独立窗口中打开此页 (Ctrl+Shift+N)</translation>
    </message>
    <message>
        <source>Pin this place, with its service and filter (Ctrl+B)</source>
        <translation>固定此处及其服务与筛选 (Ctrl+B)</translation>
    </message>
</context>
<context>
    <name>SplitEditor</name>
    <message>
        <source>wanted %</source>
        <translation>期望 %</translation>
    </message>
    <message>
        <source>change</source>
        <translation>变化</translation>
    </message>
    <message>
        <source>measured %</source>
        <translation>实测 %</translation>
    </message>
    <message>
        <source>sessions %</source>
        <translation>会话 %</translation>
    </message>
    <message>
        <source>Evenly</source>
        <translation>均分</translation>
    </message>
    <message>
        <source>Reset</source>
        <translation>重置</translation>
    </message>
    <message>
        <source>%1 absorbs</source>
        <translation>由 %1 吸收</translation>
    </message>
    <message>
        <source>proportional</source>
        <translation>按比例</translation>
    </message>
    <message>
        <source>sum</source>
        <translation>合计</translation>
    </message>
    <message>
        <source>Share of the requests that this split decided in the last minute, since the policy in force. The true share lies in the band with 95 % confidence. It is wider the fewer the users are: all requests of one go to one version.</source>
        <translation>最近一分钟内（自当前策略生效起）由此分流决定的请求的占比。真实占比有 95 % 的置信度落在区间内。用户越少区间越宽：同一用户的请求都去同一个版本。</translation>
    </message>
    <message>
        <source>Share of the open WebSocket sessions, of rules too. They stay with their version until they reconnect.</source>
        <translation>打开的 WebSocket 会话的占比（含规则决定的）。会话在重连之前保持其版本。</translation>
    </message>
</context>
<context>
    <name>SplitLegend</name>
    <message>
        <source>wanted</source>
        <translation>期望</translation>
    </message>
    <message>
        <source>in force</source>
        <translation>生效</translation>
    </message>
    <message>
        <source>measured, 95 %</source>
        <translation>实测（95%）</translation>
    </message>
    <message>
        <source>open sessions</source>
        <translation>打开的会话</translation>
    </message>
</context>
<context>
    <name>SplitRow</name>
    <message>
        <source>stable</source>
        <translation>稳定</translation>
    </message>
    <message>
        <source>Share of %1</source>
        <translation>%1 的份额</translation>
    </message>
    <message>
        <source>%1 percent wanted</source>
        <translation>期望 %1%</translation>
    </message>
    <message>
        <source>Percent of %1</source>
        <translation>%1 的百分比</translation>
    </message>
    <message>
        <source>Unlock: may change with the others</source>
        <translation>解锁：可随其他版本变化</translation>
    </message>
    <message>
        <source>Lock: keep this share</source>
        <translation>锁定：保持该份额</translation>
    </message>
    <message>
        <source>Lock the share of %1</source>
        <translation>锁定 %1 的份额</translation>
    </message>
    <message>
        <source>Stays away from what is in force for longer than chance explains.</source>
        <translation>长时间偏离生效值，已超出偶然范围。</translation>
    </message>
</context>
<context>
    <name>TableFilterField</name>
    <message>
        <source>Clear the filter</source>
        <translation>清除筛选</translation>
    </message>
</context>
<context>
    <name>TableHeaderCell</name>
    <message>
        <source>sorted upwards</source>
        <translation>升序</translation>
    </message>
    <message>
        <source>sorted downwards</source>
        <translation>降序</translation>
    </message>
</context>
<context>
    <name>ThemeMenu</name>
    <message>
        <source>As the desktop</source>
        <translation>跟随桌面</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>深色</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>浅色</translation>
    </message>
</context>
<context>
    <name>TopBar</name>
    <message>
        <source>Language (Ctrl+L)</source>
        <translation>语言（Ctrl+L）</translation>
    </message>
    <message>
        <source>Switch language</source>
        <translation>切换语言</translation>
    </message>
    <message>
        <source>Theme (Ctrl+T)</source>
        <translation>主题（Ctrl+T）</translation>
    </message>
    <message>
        <source>Switch theme</source>
        <translation>切换主题</translation>
    </message>
    <message>
        <source>Search or command</source>
        <translation>搜索或命令</translation>
    </message>
    <message>
        <source>Pages, actions, services, rules, instances, users</source>
        <translation>页面、操作、服务、规则、实例、用户</translation>
    </message>
    <message>
        <source>Keyboard shortcuts (F1)</source>
        <translation>快捷键（F1）</translation>
    </message>
    <message>
        <source>Cluster %1</source>
        <translation>集群 %1</translation>
    </message>
    <message>
        <source>Data centre</source>
        <translation>数据中心</translation>
    </message>
    <message>
        <source>PRODUCTION</source>
        <translation>生产环境</translation>
    </message>
    <message>
        <source>read-only</source>
        <translation>只读</translation>
    </message>
</context>
<context>
    <name>Topology</name>
    <message>
        <source>%1/s</source>
        <translation>%1/秒</translation>
    </message>
    <message>
        <source>No proxy of this service is heard.</source>
        <translation>没有收到此服务的代理数据。</translation>
    </message>
    <message>
        <source>Topology</source>
        <translation>拓扑</translation>
    </message>
    <message>
        <source>well</source>
        <translation>正常</translation>
    </message>
    <message>
        <source>wants a look</source>
        <translation>需关注</translation>
    </message>
    <message>
        <source>unwell</source>
        <translation>异常</translation>
    </message>
    <message>
        <source>in maintenance</source>
        <translation>维护中</translation>
    </message>
    <message>
        <source>nothing known</source>
        <translation>未知</translation>
    </message>
    <message>
        <source>%1: %2, %3 requests/s</source>
        <translation>%1：%2，%3 请求/秒</translation>
    </message>
</context>
<context>
    <name>TrafficPage</name>
    <message>
        <source>Traffic</source>
        <translation>流量</translation>
    </message>
    <message>
        <source>Service</source>
        <translation>服务</translation>
    </message>
    <message>
        <source>1 min</source>
        <translation>1 分钟</translation>
    </message>
    <message>
        <source>5 min</source>
        <translation>5 分钟</translation>
    </message>
    <message>
        <source>15 min</source>
        <translation>15 分钟</translation>
    </message>
    <message>
        <source>Requests/s</source>
        <translation>请求/秒</translation>
    </message>
    <message>
        <source>History</source>
        <translation>历史</translation>
    </message>
    <message>
        <source>Users and versions</source>
        <translation>用户与版本</translation>
    </message>
    <message>
        <source>New policy…</source>
        <translation>新建策略…</translation>
    </message>
</context>
<context>
    <name>halftone::app::AuditViewModel</name>
    <message>
        <source>, back to r%1</source>
        <translation>，回到 r%1</translation>
    </message>
    <message>
        <source>%1 of %2 entries</source>
        <translation>%1 / %2 条</translation>
    </message>
    <message>
        <source>Read back to %1; %2 older.</source>
        <translation>已读到 %1；更早的还有 %2 条。</translation>
    </message>
    <message>
        <source>Read back to %1; the console reads no more than %2.</source>
        <translation>已读到 %1；控制台最多读取 %2 条。</translation>
    </message>
    <message>
        <source>All since %1: the store keeps every entry.</source>
        <translation>%1 以来的全部：存储保留每一条。</translation>
    </message>
</context>
<context>
    <name>halftone::app::CatalogViewModel</name>
    <message numerus="yes">
        <source>%n service(s)</source>
        <translation>
            <numerusform>%n 个服务</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n instance(s)</source>
        <translation>
            <numerusform>%n 个实例</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 critical</source>
        <translation>%1 个严重</translation>
    </message>
    <message>
        <source>no longer in the catalog</source>
        <translation>已不在目录中</translation>
    </message>
    <message>
        <source>The catalog is empty.</source>
        <translation>目录为空。</translation>
    </message>
    <message>
        <source>No service fits this filter.</source>
        <translation>没有符合筛选的服务。</translation>
    </message>
    <message>
        <source>Copied %1.</source>
        <translation>已复制 %1。</translation>
    </message>
    <message>
        <source>Copied a cURL command.</source>
        <translation>已复制 cURL 命令。</translation>
    </message>
    <message>
        <source>Consul&apos;s answer is no JSON.</source>
        <translation>Consul 的回答不是 JSON。</translation>
    </message>
    <message>
        <source>The instance is gone.</source>
        <translation>该实例已不在。</translation>
    </message>
    <message>
        <source>Copied as JSON.</source>
        <translation>已复制为 JSON。</translation>
    </message>
    <message>
        <source>%1 is in maintenance.</source>
        <translation>%1 已进入维护。</translation>
    </message>
    <message>
        <source>%1 is back in service.</source>
        <translation>%1 已恢复服务。</translation>
    </message>
    <message numerus="yes">
        <source>%n instance(s) critical</source>
        <translation>
            <numerusform>%n 个实例严重</numerusform>
        </translation>
    </message>
    <message>
        <source>reading instances for the filter, %1 services to go</source>
        <translation>正在为过滤读取实例，还剩 %1 个服务</translation>
    </message>
    <message>
        <source>the first %1 are shown</source>
        <translation>只显示前 %1 个</translation>
    </message>
    <message>
        <source>No node fits this filter.</source>
        <translation>没有节点符合此过滤。</translation>
    </message>
    <message>
        <source> and %1 more</source>
        <translation>等，另有 %1 个</translation>
    </message>
    <message>
        <source>Copied %1 cURL commands.</source>
        <translation>已复制 %1 条 cURL 命令。</translation>
    </message>
    <message>
        <source>%1 get no new requests until maintenance ends. Sessions that are open stay open.</source>
        <translation>维护结束之前 %1 不会收到新请求。已打开的会话保持打开。</translation>
    </message>
    <message>
        <source>No instance of %1 stays in service.</source>
        <translation>%1 将没有任何实例提供服务。</translation>
    </message>
    <message>
        <source>%1 get requests again as soon as their other checks pass.</source>
        <translation>其他检查通过后，%1 会重新收到请求。</translation>
    </message>
    <message>
        <source>%1 of %2 are in maintenance.</source>
        <translation>%2 个中有 %1 个已进入维护。</translation>
    </message>
    <message>
        <source>%1 of %2 are back in service.</source>
        <translation>%2 个中有 %1 个已恢复服务。</translation>
    </message>
    <message>
        <source>Switching maintenance: %1 of %2</source>
        <translation>正在切换维护：第 %1 个，共 %2 个</translation>
    </message>
</context>
<context>
    <name>halftone::app::ConditionModel</name>
    <message>
        <source>is</source>
        <translation>为</translation>
    </message>
    <message>
        <source>in networks</source>
        <translation>属于网段</translation>
    </message>
    <message>
        <source>begins with</source>
        <translation>开头为</translation>
    </message>
    <message>
        <source>ends with</source>
        <translation>结尾为</translation>
    </message>
    <message>
        <source>contains</source>
        <translation>包含</translation>
    </message>
    <message>
        <source>matches regex</source>
        <translation>匹配正则</translation>
    </message>
    <message>
        <source>number from … to</source>
        <translation>数字范围</translation>
    </message>
    <message>
        <source>version at least</source>
        <translation>版本不低于</translation>
    </message>
    <message>
        <source>version below</source>
        <translation>版本低于</translation>
    </message>
    <message>
        <source>percent of values</source>
        <translation>取值的百分比</translation>
    </message>
    <message>
        <source>is present</source>
        <translation>存在</translation>
    </message>
    <message>
        <source>is absent</source>
        <translation>不存在</translation>
    </message>
    <message>
        <source>is no number that fits here</source>
        <translation>不是此处可用的数字</translation>
    </message>
</context>
<context>
    <name>halftone::app::ConflictMerge</name>
    <message>
        <source>Rule “%1”</source>
        <translation>规则“%1”</translation>
    </message>
    <message>
        <source>Order of the rules</source>
        <translation>规则顺序</translation>
    </message>
    <message>
        <source>Default split</source>
        <translation>默认分流</translation>
    </message>
</context>
<context>
    <name>halftone::app::DemoFeed</name>
    <message>
        <source>no demo is running</source>
        <translation>没有正在运行的演示</translation>
    </message>
    <message>
        <source>this connection is read-only</source>
        <translation>此连接为只读</translation>
    </message>
</context>
<context>
    <name>halftone::app::DemoViewModel</name>
    <message>
        <source>running</source>
        <translation>运行中</translation>
    </message>
    <message>
        <source>starting</source>
        <translation>启动中</translation>
    </message>
    <message>
        <source>stopped</source>
        <translation>已停止</translation>
    </message>
    <message>
        <source>killed</source>
        <translation>已杀死</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>失败</translation>
    </message>
    <message numerus="yes">
        <source>%n restart(s)</source>
        <translation>
            <numerusform>重启 %n 次</numerusform>
        </translation>
    </message>
    <message>
        <source>pid %1</source>
        <translation>进程号 %1</translation>
    </message>
</context>
<context>
    <name>halftone::app::DesktopNotifier</name>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
</context>
<context>
    <name>halftone::app::DraftImpact</name>
    <message>
        <source>%1 of %2 requests change version</source>
        <translation>%2 个请求中有 %1 个改变版本</translation>
    </message>
    <message>
        <source>%1 of %2 users change version</source>
        <translation>%2 个用户中有 %1 个改变版本</translation>
    </message>
    <message>
        <source>counted on %1 open sessions</source>
        <translation>按 %1 个打开的会话估算</translation>
    </message>
    <message>
        <source>counted on %1 live requests of the last %2</source>
        <translation>按最近 %2 的 %1 个实时请求估算</translation>
    </message>
    <message>
        <source>%1; rules by the cookie %2 without: proxies hide it (--keep-cookies)</source>
        <translation>%1；按 cookie %2 的规则未计入：代理隐藏了它（--keep-cookies）</translation>
    </message>
</context>
<context>
    <name>halftone::app::ExplainViewModel</name>
    <message>
        <source>Waiting for the policy</source>
        <translation>正在等待策略</translation>
    </message>
    <message>
        <source>No service has a policy yet.</source>
        <translation>还没有服务有策略。</translation>
    </message>
    <message>
        <source>The service %1 has no valid policy.</source>
        <translation>服务 %1 没有有效的策略。</translation>
    </message>
    <message>
        <source>“%1” is no address.</source>
        <translation>“%1”不是地址。</translation>
    </message>
    <message>
        <source>Not tried: an earlier rule has decided.</source>
        <translation>未尝试：前面的规则已决定。</translation>
    </message>
    <message>
        <source>The default&apos;s split</source>
        <translation>默认分流</translation>
    </message>
    <message>
        <source>The split of rule “%1”</source>
        <translation>规则“%1”的分流</translation>
    </message>
    <message>
        <source>%1, bucket %2 of 10,000</source>
        <translation>%1，桶 %2 / 10,000</translation>
    </message>
    <message>
        <source>%1: one version has all, no bucket is used</source>
        <translation>%1：全部归一个版本，不用桶</translation>
    </message>
    <message>
        <source>%1: no sticky key, a random bucket for each request</source>
        <translation>%1：没有粘性键，每个请求随机取桶</translation>
    </message>
    <message>
        <source>like %1</source>
        <translation>类似 %1</translation>
    </message>
    <message>
        <source>The draft has mistakes.</source>
        <translation>草稿有错误。</translation>
    </message>
    <message>
        <source>The draft has a mistake: %1</source>
        <translation>草稿有一处错误：%1</translation>
    </message>
    <message>
        <source>The same version as by the policy in force.</source>
        <translation>与生效中的策略结果相同。</translation>
    </message>
    <message>
        <source>The same version by your draft.</source>
        <translation>按你的草稿也是同一版本。</translation>
    </message>
    <message>
        <source>By the policy in force: %1</source>
        <translation>按生效中的策略：%1</translation>
    </message>
    <message>
        <source>By your draft: %1</source>
        <translation>按你的草稿：%1</translation>
    </message>
    <message>
        <source>Consul does not answer since %1 (%2). Explained by the policy as last seen.</source>
        <translation>自 %1 起 Consul 无响应（%2）。按最后所见的策略解释。</translation>
    </message>
</context>
<context>
    <name>halftone::app::HealthViewModel</name>
    <message>
        <source>No proxy has been heard since %1</source>
        <translation>自 %1 起未收到任何代理的数据</translation>
    </message>
    <message>
        <source>Waiting for the first proxy</source>
        <translation>正在等待第一个代理</translation>
    </message>
    <message>
        <source>No request has come yet.</source>
        <translation>还没有请求。</translation>
    </message>
    <message>
        <source>%1 h</source>
        <translation>%1 小时</translation>
    </message>
    <message>
        <source>live, the last %1</source>
        <translation>实时，最近 %1</translation>
    </message>
    <message>
        <source>%1 to %2</source>
        <translation>%1 至 %2</translation>
    </message>
    <message>
        <source>Written: %1</source>
        <translation>已写入：%1</translation>
    </message>
    <message>
        <source>Not written: %1</source>
        <translation>未能写入：%1</translation>
    </message>
    <message>
        <source>%1 min</source>
        <translation>%1 分钟</translation>
    </message>
</context>
<context>
    <name>halftone::app::Navigator</name>
    <message>
        <source>Page</source>
        <translation>页面</translation>
    </message>
    <message>
        <source>Action</source>
        <translation>操作</translation>
    </message>
    <message>
        <source>Review and publish the draft</source>
        <translation>审阅并发布草稿</translation>
    </message>
    <message>
        <source>Undo in the draft</source>
        <translation>撤销草稿操作</translation>
    </message>
    <message>
        <source>Redo in the draft</source>
        <translation>重做草稿操作</translation>
    </message>
    <message>
        <source>Discard the draft</source>
        <translation>放弃草稿</translation>
    </message>
    <message>
        <source>New rule</source>
        <translation>新规则</translation>
    </message>
    <message>
        <source>Share the split evenly</source>
        <translation>均分流量</translation>
    </message>
    <message>
        <source>History and rollback</source>
        <translation>历史与回滚</translation>
    </message>
    <message>
        <source>Switch between dark and light</source>
        <translation>切换深色/浅色</translation>
    </message>
    <message>
        <source>Switch language</source>
        <translation>切换语言</translation>
    </message>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>快捷键</translation>
    </message>
    <message>
        <source>Service</source>
        <translation>服务</translation>
    </message>
    <message>
        <source>Rule of %1</source>
        <translation>%1 的规则</translation>
    </message>
    <message>
        <source>Instance of %1</source>
        <translation>%1 的实例</translation>
    </message>
    <message>
        <source>Users and versions: identity, stickiness, selectors</source>
        <translation>用户与版本：身份、粘性、选择器</translation>
    </message>
    <message>
        <source>Copy the policy as JSON</source>
        <translation>将策略复制为 JSON</translation>
    </message>
    <message>
        <source>Unpin this place from the sidebar</source>
        <translation>从侧栏取消固定此处</translation>
    </message>
    <message>
        <source>Pin this place in the sidebar</source>
        <translation>将此处固定到侧栏</translation>
    </message>
    <message>
        <source>Open this page in a window of its own</source>
        <translation>在独立窗口中打开此页</translation>
    </message>
    <message>
        <source>Copy a link to this place</source>
        <translation>复制指向此处的链接</translation>
    </message>
    <message>
        <source>Switch notifications off</source>
        <translation>关闭通知</translation>
    </message>
    <message>
        <source>Switch notifications on</source>
        <translation>开启通知</translation>
    </message>
    <message>
        <source>Let the table of sessions go on</source>
        <translation>继续刷新会话表</translation>
    </message>
    <message>
        <source>Pause the table of sessions</source>
        <translation>暂停会话表</translation>
    </message>
    <message>
        <source>Catalog by services</source>
        <translation>按服务查看目录</translation>
    </message>
    <message>
        <source>Catalog by nodes</source>
        <translation>按节点查看目录</translation>
    </message>
    <message>
        <source>Read the audit log again</source>
        <translation>重新读取审计日志</translation>
    </message>
    <message>
        <source>Pinned</source>
        <translation>已固定</translation>
    </message>
    <message>
        <source>Health of a service</source>
        <translation>服务的健康</translation>
    </message>
    <message>
        <source>User, explained</source>
        <translation>用户（解释）</translation>
    </message>
    <message>
        <source>User&apos;s sessions</source>
        <translation>用户的会话</translation>
    </message>
    <message>
        <source>Pause the replay</source>
        <translation>暂停回放</translation>
    </message>
    <message>
        <source>Play the replay</source>
        <translation>播放回放</translation>
    </message>
    <message>
        <source>End the recording</source>
        <translation>结束录制</translation>
    </message>
    <message>
        <source>Record what happens</source>
        <translation>录制正在发生的一切</translation>
    </message>
    <message>
        <source>“%1” leads to no place in Halftone.</source>
        <translation>“%1”不指向 Halftone 中的任何位置。</translation>
    </message>
    <message>
        <source>This link is of the cluster “%1”; you look at “%2”.</source>
        <translation>此链接属于集群“%1”，当前集群是“%2”。</translation>
    </message>
    <message>
        <source>The service %1 has nothing to show on the page %2.</source>
        <translation>服务 %1 在“%2”页没有可显示的内容。</translation>
    </message>
    <message>
        <source>There is no service %1.</source>
        <translation>没有服务 %1。</translation>
    </message>
    <message>
        <source>The service %1 has no policy.</source>
        <translation>服务 %1 没有策略。</translation>
    </message>
    <message>
        <source>The policy of %1 has no revision %2: r%3 is in force.</source>
        <translation>%1 的策略没有修订版 %2：当前生效的是 r%3。</translation>
    </message>
    <message>
        <source>The policy of %1 has no rule “%2”.</source>
        <translation>%1 的策略没有规则“%2”。</translation>
    </message>
    <message>
        <source>Revision %1 of the policy of %2 is no longer kept.</source>
        <translation>%2 策略的修订版 %1 已不再保留。</translation>
    </message>
    <message>
        <source>Open this link</source>
        <translation>打开此链接</translation>
    </message>
    <message>
        <source>Link</source>
        <translation>链接</translation>
    </message>
    <message>
        <source>Explain user %1</source>
        <translation>解释用户 %1</translation>
    </message>
    <message>
        <source>Explain %1</source>
        <translation>解释 %1</translation>
    </message>
    <message>
        <source>Take the publish back</source>
        <translation>撤回此次发布</translation>
    </message>
    <message>
        <source>Merge the draft with what others published</source>
        <translation>将草稿与他人的发布合并</translation>
    </message>
    <message>
        <source>Drain sessions</source>
        <translation>排空会话</translation>
    </message>
    <message>
        <source>Move the selected sessions</source>
        <translation>移动所选会话</translation>
    </message>
    <message>
        <source>Kick the selected sessions</source>
        <translation>断开所选会话</translation>
    </message>
    <message>
        <source>Health over %1</source>
        <translation>健康：最近 %1</translation>
    </message>
    <message>
        <source>Health: zoom in</source>
        <translation>健康：放大</translation>
    </message>
    <message>
        <source>Health: zoom out</source>
        <translation>健康：缩小</translation>
    </message>
    <message>
        <source>Health: back to live</source>
        <translation>健康：回到实时</translation>
    </message>
    <message>
        <source>Replay at %1</source>
        <translation>以 %1 回放</translation>
    </message>
    <message>
        <source>Switch to the cluster %1</source>
        <translation>切换到集群 %1</translation>
    </message>
    <message>
        <source>Service in the catalog</source>
        <translation>目录中的服务</translation>
    </message>
    <message>
        <source>Replay a flight…</source>
        <translation>回放飞行记录…</translation>
    </message>
    <message>
        <source>Export the charts of Health as a picture (PNG)</source>
        <translation>将健康图表导出为图片（PNG）</translation>
    </message>
    <message>
        <source>Export the charts of Health as a drawing (SVG)</source>
        <translation>将健康图表导出为矢量图（SVG）</translation>
    </message>
    <message>
        <source>Export the charts of Health as numbers (CSV)</source>
        <translation>将健康图表导出为数据（CSV）</translation>
    </message>
    <message>
        <source>New key in the KV store</source>
        <translation>在键值存储中新建键</translation>
    </message>
    <message>
        <source>Maintenance of %1: begin or end</source>
        <translation>%1 的维护：开始或结束</translation>
    </message>
    <message>
        <source>Kill %1 of the demo</source>
        <translation>终止演示中的 %1</translation>
    </message>
    <message>
        <source>Stop %1 of the demo</source>
        <translation>停止演示中的 %1</translation>
    </message>
    <message>
        <source>Start %1 of the demo</source>
        <translation>启动演示中的 %1</translation>
    </message>
    <message>
        <source>End the faults of %1</source>
        <translation>结束 %1 的故障</translation>
    </message>
    <message>
        <source>Revision %1 of the policy of %2 cannot be read: %3</source>
        <translation>无法读取 %2 策略的修订 %1：%3</translation>
    </message>
</context>
<context>
    <name>halftone::app::OverviewViewModel</name>
    <message>
        <source>Waiting for Consul</source>
        <translation>正在等待 Consul</translation>
    </message>
    <message>
        <source>No service has a policy or a proxy yet.</source>
        <translation>还没有服务有策略或代理。</translation>
    </message>
    <message>
        <source>no policy</source>
        <translation>无策略</translation>
    </message>
    <message>
        <source>the policy is not valid</source>
        <translation>策略无效</translation>
    </message>
    <message numerus="yes">
        <source>%n services</source>
        <translation>
            <numerusform>%n 个服务</numerusform>
        </translation>
    </message>
    <message>
        <source>r%1 on %2 of %3 proxies</source>
        <translation>r%1 已到达 %3 个代理中的 %2 个</translation>
    </message>
    <message>
        <source>%1 at %2</source>
        <translation>%1 占 %2</translation>
    </message>
    <message>
        <source>all on %1</source>
        <translation>全部在 %1</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation>%1，%2</translation>
    </message>
    <message numerus="yes">
        <source>%n need a look</source>
        <translation>
            <numerusform>%n 个需要关注</numerusform>
        </translation>
    </message>
    <message>
        <source>as last seen</source>
        <translation>为最后所见</translation>
    </message>
    <message>
        <source>all well</source>
        <translation>一切正常</translation>
    </message>
    <message numerus="yes">
        <source>nothing is known of %n</source>
        <translation>
            <numerusform>%n 个情况未知</numerusform>
        </translation>
    </message>
    <message>
        <source>, </source>
        <comment>between parts of a sentence</comment>
        <translation>，</translation>
    </message>
    <message>
        <source>Consul does not answer (%1). This is as last seen.</source>
        <translation>Consul 没有应答（%1）。所示为最后所见。</translation>
    </message>
    <message>
        <source>No proxy is heard any more. This is as last seen.</source>
        <translation>已听不到任何代理。所示为最后所见。</translation>
    </message>
</context>
<context>
    <name>halftone::app::PolicyHistory</name>
    <message>
        <source>Nothing has been published with Halftone yet.</source>
        <translation>还没有用 Halftone 发布过。</translation>
    </message>
    <message>
        <source>The history cannot be read: %1</source>
        <translation>无法读取历史：%1</translation>
    </message>
    <message>
        <source>in force</source>
        <translation>生效中</translation>
    </message>
</context>
<context>
    <name>halftone::app::RuleEditor</name>
    <message>
        <source>New rule</source>
        <translation>新规则</translation>
    </message>
    <message>
        <source>Rule “%1”</source>
        <translation>规则“%1”</translation>
    </message>
    <message>
        <source>as the default</source>
        <translation>同默认</translation>
    </message>
    <message>
        <source>The rule was changed meanwhile. Take once more, and yours takes its place.</source>
        <translation>规则已被他人修改。再次采用将以您的规则替换它。</translation>
    </message>
    <message>
        <source>The rule is gone meanwhile. Take once more, and yours is added anew.</source>
        <translation>规则已被他人删除。再次采用将重新添加您的规则。</translation>
    </message>
</context>
<context>
    <name>halftone::app::RuleListModel</name>
    <message>
        <source>%1/s</source>
        <translation>%1/秒</translation>
    </message>
</context>
<context>
    <name>halftone::app::SessionActions</name>
    <message>
        <source>This connection is for reading only.</source>
        <translation>此连接为只读。</translation>
    </message>
    <message>
        <source>%1 did not take the order: %2</source>
        <translation>%1 未执行指令：%2</translation>
    </message>
    <message>
        <source>Nobody is meant.</source>
        <translation>没有符合的会话。</translation>
    </message>
    <message>
        <source>%1 on %2</source>
        <translation>%1，%2</translation>
    </message>
    <message numerus="yes">
        <source>%n session(s)</source>
        <translation>
            <numerusform>%n 个会话</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n node(s)</source>
        <translation>
            <numerusform>%n 个节点</numerusform>
        </translation>
    </message>
    <message>
        <source>Nobody is moved: the sessions end by themselves.</source>
        <translation>不迁移任何会话：等它们自行结束。</translation>
    </message>
    <message>
        <source>Takes %1, ends at %2 if it begins now.</source>
        <translation>需要 %1，若现在开始将于 %2 结束。</translation>
    </message>
    <message numerus="yes">
        <source>%n session(s) will be closed for good. Their clients are not told to come back.</source>
        <translation>
            <numerusform>将永久关闭 %n 个会话。不会告知其客户端重新连接。</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>halftone::app::SessionDetail</name>
    <message>
        <source>%1 (%2)</source>
        <translation>%1（%2）</translation>
    </message>
    <message>
        <source>not heard now</source>
        <translation>目前没有数据</translation>
    </message>
    <message>
        <source>takes no new sessions</source>
        <translation>不接受新会话</translation>
    </message>
    <message>
        <source>is being drained</source>
        <translation>正在排空</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <source>Session</source>
        <translation>会话</translation>
    </message>
    <message>
        <source>Node</source>
        <translation>节点</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>地址</translation>
    </message>
    <message>
        <source>Rooms</source>
        <translation>房间</translation>
    </message>
    <message>
        <source>Since</source>
        <translation>开始于</translation>
    </message>
    <message>
        <source>Last active</source>
        <translation>最近活动</translation>
    </message>
    <message>
        <source>Messages</source>
        <translation>消息数</translation>
    </message>
    <message>
        <source>The service has no policy that could say where it belongs.</source>
        <translation>该服务没有策略，无法判断它属于哪个版本。</translation>
    </message>
    <message>
        <source>Default split</source>
        <translation>默认分流</translation>
    </message>
    <message>
        <source>A node tells of a session&apos;s request only the user. Not known here: %1.</source>
        <translation>节点只报告会话请求的用户。此处未知：%1。</translation>
    </message>
    <message>
        <source>does not match</source>
        <translation>不匹配</translation>
    </message>
    <message>
        <source>not known: %1</source>
        <translation>未知：%1</translation>
    </message>
    <message>
        <source>drawn anew for each request</source>
        <translation>每次请求重新抽取</translation>
    </message>
    <message>
        <source>splits by %1, not known</source>
        <translation>按 %1 分流，未知</translation>
    </message>
    <message>
        <source>nobody can serve it</source>
        <translation>没有实例可以服务</translation>
    </message>
    <message>
        <source>%1, since its own version is away</source>
        <translation>%1，因为原定版本不可用</translation>
    </message>
    <message>
        <source>%1, by bucket %2 of its user</source>
        <translation>%1，用户的桶号为 %2</translation>
    </message>
    <message>
        <source>It cannot be said where policy r%1 would place it.</source>
        <translation>无法判断策略 r%1 会把它放到哪里。</translation>
    </message>
    <message>
        <source>Policy r%1 places it on %2, where it is.</source>
        <translation>策略 r%1 把它放在 %2，它正在那里。</translation>
    </message>
    <message>
        <source>As far as is known, policy r%1 places it on %2, where it is.</source>
        <translation>就已知信息，策略 r%1 把它放在 %2，它正在那里。</translation>
    </message>
    <message>
        <source>Policy r%1 would place it on %2. It stays on %3 until it connects again.</source>
        <translation>策略 r%1 会把它放到 %2。在重新连接之前它留在 %3。</translation>
    </message>
    <message>
        <source>As far as is known, policy r%1 would place it on %2, not on %3.</source>
        <translation>就已知信息，策略 r%1 会把它放到 %2，而不是 %3。</translation>
    </message>
    <message>
        <source>Client</source>
        <translation>客户端</translation>
    </message>
    <message>
        <source>Target</source>
        <translation>目标</translation>
    </message>
    <message>
        <source>is switched off</source>
        <translation>已停用</translation>
    </message>
    <message>
        <source>it is “%1”</source>
        <translation>实际为“%1”</translation>
    </message>
    <message>
        <source>there is none</source>
        <translation>实际没有</translation>
    </message>
    <message>
        <source>not %1: %2</source>
        <translation>不满足 %1：%2</translation>
    </message>
    <message>
        <source>%1, by bucket %2</source>
        <translation>%1，按桶 %2</translation>
    </message>
</context>
<context>
    <name>halftone::app::SessionDrift</name>
    <message>
        <source>No session is known that policy r%1 would place elsewhere.</source>
        <translation>没有已知会话会被策略 r%1 放到别处。</translation>
    </message>
    <message>
        <source>Policy r%1 would place %2 of %3 sessions elsewhere today (%4).</source>
        <translation>策略 r%1 今天会把 %3 个会话中的 %2 个放到别处（%4）。</translation>
    </message>
    <message>
        <source>Of %1 nobody can tell: their rule looks at what the nodes do not know.</source>
        <translation>有 %1 个无法判断：其规则依据节点不知道的信息。</translation>
    </message>
    <message>
        <source>No chat node of this service is heard: nothing is known of its sessions.</source>
        <translation>听不到该服务的任何聊天节点：其会话情况未知。</translation>
    </message>
</context>
<context>
    <name>halftone::app::SessionOrders</name>
    <message>
        <source>Consul gives no admin address for it</source>
        <translation>Consul 中没有它的管理地址</translation>
    </message>
</context>
<context>
    <name>halftone::app::SessionsFeed</name>
    <message>
        <source>the node sends faster than its frames can be read</source>
        <translation>节点发送过快，来不及读取</translation>
    </message>
    <message>
        <source>the node lost its thread</source>
        <translation>节点的数据流中断</translation>
    </message>
</context>
<context>
    <name>halftone::app::SessionsTable</name>
    <message>
        <source>User</source>
        <translation>用户</translation>
    </message>
    <message>
        <source>Room</source>
        <translation>房间</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>版本</translation>
    </message>
    <message>
        <source>Node</source>
        <translation>节点</translation>
    </message>
    <message>
        <source>Since</source>
        <translation>开始于</translation>
    </message>
    <message>
        <source>Messages</source>
        <translation>消息数</translation>
    </message>
    <message>
        <source>Last activity</source>
        <translation>最近活动</translation>
    </message>
</context>
<context>
    <name>halftone::app::SessionsViewModel</name>
    <message>
        <source>Waiting for Consul</source>
        <translation>正在等待 Consul</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 / %2</translation>
    </message>
    <message>
        <source>%1 of %2 nodes heard</source>
        <translation>已收到 %1 / %2 个节点的数据</translation>
    </message>
    <message>
        <source>only the first %1 sessions</source>
        <translation>仅前 %1 个会话</translation>
    </message>
    <message>
        <source>No session fits this filter.</source>
        <translation>没有符合筛选的会话。</translation>
    </message>
    <message>
        <source>No service has a policy or a proxy yet.</source>
        <translation>还没有服务拥有策略或代理。</translation>
    </message>
    <message>
        <source>No node of this service tells its sessions.</source>
        <translation>该服务没有节点报告其会话。</translation>
    </message>
    <message>
        <source>No session is open.</source>
        <translation>没有打开的会话。</translation>
    </message>
    <message>
        <source>%1 selected</source>
        <translation>已选 %1 个</translation>
    </message>
</context>
<context>
    <name>halftone::app::StatusViewModel</name>
    <message>
        <source>Connecting to Consul…</source>
        <translation>正在连接 Consul…</translation>
    </message>
    <message>
        <source>No Consul there yet: %1. Still trying.</source>
        <translation>尚未找到 Consul：%1。仍在尝试。</translation>
    </message>
    <message>
        <source>Consul is away for %1: %2</source>
        <translation>Consul 失联已 %1：%2</translation>
    </message>
    <message>
        <source>Consul: connecting</source>
        <translation>Consul：连接中</translation>
    </message>
    <message>
        <source>Consul: connected</source>
        <translation>Consul：已连接</translation>
    </message>
    <message>
        <source>Consul: away for %1</source>
        <translation>Consul：失联已 %1</translation>
    </message>
    <message>
        <source>no proxy</source>
        <translation>没有代理</translation>
    </message>
    <message>
        <source>%1 refuses the policy: %2</source>
        <translation>%1 拒绝该策略：%2</translation>
    </message>
    <message numerus="yes">
        <source>%n proxies</source>
        <translation>
            <numerusform>%n 个代理</numerusform>
        </translation>
    </message>
    <message>
        <source>%1, policy r%2 to r%3</source>
        <translation>%1，策略 r%2 至 r%3</translation>
    </message>
    <message>
        <source>%1, policy r%2</source>
        <translation>%1，策略 r%2</translation>
    </message>
    <message>
        <source>no traffic seen yet</source>
        <translation>尚无流量数据</translation>
    </message>
    <message>
        <source>traffic live</source>
        <translation>流量实时</translation>
    </message>
    <message>
        <source>no traffic data for %1</source>
        <translation>已 %1 没有流量数据</translation>
    </message>
    <message>
        <source>%1 is editing %2</source>
        <translation>%1 正在编辑 %2</translation>
    </message>
</context>
<context>
    <name>halftone::app::StreamSocket</name>
    <message>
        <source>no answer for %1 s</source>
        <translation>%1 秒没有应答</translation>
    </message>
</context>
<context>
    <name>halftone::app::ThresholdWatch</name>
    <message>
        <source>%1 fails %2 % of its requests</source>
        <translation>%1 有 %2 % 的请求失败</translation>
    </message>
    <message>
        <source>%1 is below its threshold of errors again</source>
        <translation>%1 的错误率已回到阈值以下</translation>
    </message>
    <message>
        <source>%1 answers slowly: p95 %2 ms</source>
        <translation>%1 应答变慢：p95 %2 ms</translation>
    </message>
    <message>
        <source>%1 is below its threshold of latency again</source>
        <translation>%1 的延迟已回到阈值以下</translation>
    </message>
    <message>
        <source>%1 holds %2 sessions</source>
        <translation>%1 有 %2 个会话</translation>
    </message>
    <message>
        <source>%1 is below its threshold of sessions again</source>
        <translation>%1 的会话数已回到阈值以下</translation>
    </message>
    <message>
        <source>threshold %1, for %2 s</source>
        <translation>阈值 %1，持续 %2 s</translation>
    </message>
    <message>
        <source>%1 resumes only %2 % of its sessions without loss</source>
        <translation>%1 只有 %2 % 的会话无损恢复</translation>
    </message>
    <message>
        <source>%1 is above its threshold of resumes again</source>
        <translation>%1 的会话恢复率已回到阈值以上</translation>
    </message>
</context>
<context>
    <name>halftone::app::TrafficViewModel</name>
    <message>
        <source>policy without a revision</source>
        <translation>无修订号的策略</translation>
    </message>
    <message>
        <source>policy r%1</source>
        <translation>策略 r%1</translation>
    </message>
    <message>
        <source>%1 by %2, %3</source>
        <translation>%1，%2 于 %3发布</translation>
    </message>
    <message>
        <source>%1 by %2, %3: “%4”</source>
        <translation>%1，%2 于 %3发布：“%4”</translation>
    </message>
    <message>
        <source>no request has come to the default yet</source>
        <translation>尚无请求由默认分流决定</translation>
    </message>
    <message>
        <source>measured over %1 requests in %2 s</source>
        <translation>基于 %2 秒内的 %1 个请求实测</translation>
    </message>
    <message>
        <source>%1/s</source>
        <translation>%1/秒</translation>
    </message>
    <message>
        <source>Draft: %1</source>
        <translation>草稿：%1</translation>
    </message>
    <message numerus="yes">
        <source>draft: %n changes</source>
        <translation>
            <numerusform>草稿：%n 处改动</numerusform>
        </translation>
    </message>
    <message>
        <source>r%1 was published meanwhile. Your draft is kept.</source>
        <translation>期间已发布 r%1。您的草稿已保留。</translation>
    </message>
    <message>
        <source>%1 published r%2 meanwhile. Your draft is kept.</source>
        <translation>%1 期间发布了 r%2。您的草稿已保留。</translation>
    </message>
    <message>
        <source>Published as r%1.</source>
        <translation>已发布为 r%1。</translation>
    </message>
    <message>
        <source>Somebody else has published first. Nothing was written; your draft is kept.</source>
        <translation>他人已先行发布。未写入任何内容；您的草稿已保留。</translation>
    </message>
    <message>
        <source>Not published: %1</source>
        <translation>未发布：%1</translation>
    </message>
    <message>
        <source>No Consul at %1 (%2). Still trying. The demo brings one: ./run.sh</source>
        <translation>%1 处没有 Consul（%2）。仍在尝试。演示自带一个：./run.sh</translation>
    </message>
    <message>
        <source>Asking Consul at %1 for policies…</source>
        <translation>正在向 %1 的 Consul 读取策略…</translation>
    </message>
    <message>
        <source>Consul does not answer since %1 (%2). This is the policy as last seen.</source>
        <translation>自 %1 起 Consul 没有应答（%2）。以下为最后看到的策略。</translation>
    </message>
    <message>
        <source>No proxy has sent figures since %1. What is measured is as last seen.</source>
        <translation>自 %1 起没有代理发送数据。实测值为最后所见。</translation>
    </message>
    <message>
        <source>The stored policy of %1 is not valid: %2 %3</source>
        <translation>%1 的已存策略无效：%2 %3</translation>
    </message>
    <message>
        <source>no request has come to this rule lately</source>
        <translation>最近没有请求命中此规则</translation>
    </message>
    <message>
        <source>Default split</source>
        <translation>默认分流</translation>
    </message>
    <message>
        <source>Split of rule “%1”</source>
        <translation>规则“%1”的分流</translation>
    </message>
    <message>
        <source>nowhere</source>
        <translation>无处</translation>
    </message>
    <message>
        <source>%1 → %2 by “%3”: %4 users, %5 requests</source>
        <translation>%1 → %2（“%3”）：%4 个用户，%5 个请求</translation>
    </message>
    <message>
        <source>takes back r%1</source>
        <translation>撤回 r%1</translation>
    </message>
    <message>
        <source>back to r%1</source>
        <translation>回到 r%1</translation>
    </message>
    <message>
        <source>No request has come yet.</source>
        <translation>还没有请求到来。</translation>
    </message>
    <message>
        <source>No proxy of %1 is heard.</source>
        <translation>听不到 %1 的代理。</translation>
    </message>
    <message>
        <source>draft of %1</source>
        <translation>%1 有草稿</translation>
    </message>
    <message>
        <source>No service has a policy yet. Begin one: New policy, or halftonectl policy put FILE</source>
        <translation>还没有服务有策略。点击“新建策略”，或运行 halftonectl policy put FILE</translation>
    </message>
</context>
<context>
    <name>CatalogActions</name>
    <message>
        <source>End maintenance…</source>
        <translation>结束维护…</translation>
    </message>
    <message>
        <source>Maintenance…</source>
        <translation>进入维护…</translation>
    </message>
    <message>
        <source>Copy address</source>
        <translation>复制地址</translation>
    </message>
    <message>
        <source>Copy as cURL</source>
        <translation>复制为 cURL</translation>
    </message>
    <message>
        <source>Copy as JSON</source>
        <translation>复制为 JSON</translation>
    </message>
    <message>
        <source>Put %1 into maintenance?</source>
        <translation>让 %1 进入维护？</translation>
    </message>
    <message>
        <source>It gets no new requests until maintenance ends. Sessions that are open stay open.</source>
        <translation>维护结束之前它不会收到新请求。已打开的会话保持打开。</translation>
    </message>
    <message>
        <source>Start maintenance</source>
        <translation>开始维护</translation>
    </message>
    <message>
        <source>End the maintenance of %1?</source>
        <translation>结束 %1 的维护？</translation>
    </message>
    <message>
        <source>It gets requests again as soon as its other checks pass.</source>
        <translation>其他检查通过后，它会重新收到请求。</translation>
    </message>
    <message>
        <source>End maintenance</source>
        <translation>结束维护</translation>
    </message>
</context>
<context>
    <name>CatalogExpression</name>
    <message>
        <source>Consul filter, such as  Service.Meta.version == v2 and Checks.Status != passing</source>
        <translation>Consul 过滤表达式，例如  Service.Meta.version == v2 and Checks.Status != passing</translation>
    </message>
    <message>
        <source>Consul filter expression</source>
        <translation>Consul 过滤表达式</translation>
    </message>
</context>
<context>
    <name>ConfirmDialog</name>
    <message>
        <source>Why (kept in the history)</source>
        <translation>原因（记入历史）</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>原因</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
</context>
<context>
    <name>ConnectionDialog</name>
    <message>
        <source>Clusters</source>
        <translation>集群</translation>
    </message>
    <message>
        <source>New cluster…</source>
        <translation>新建集群…</translation>
    </message>
    <message>
        <source>Forget this cluster</source>
        <translation>忘记此集群</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Save and connect</source>
        <translation>保存并连接</translation>
    </message>
</context>
<context>
    <name>ConnectionForm</name>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>prod-shanghai</source>
        <translation>prod-shanghai</translation>
    </message>
    <message>
        <source>Addresses</source>
        <translation>地址</translation>
    </message>
    <message>
        <source>https://consul-1:8501, https://consul-2:8501</source>
        <translation>https://consul-1:8501, https://consul-2:8501</translation>
    </message>
    <message>
        <source>Addresses, tried in this order</source>
        <translation>地址，按此顺序尝试</translation>
    </message>
    <message>
        <source>Data centre</source>
        <translation>数据中心</translation>
    </message>
    <message>
        <source>the agent&apos;s own</source>
        <translation>代理自己的</translation>
    </message>
    <message>
        <source>ACL token</source>
        <translation>ACL 令牌</translation>
    </message>
    <message>
        <source>kept in the keyring; empty leaves it as it is</source>
        <translation>保存在密钥环中；留空则不变</translation>
    </message>
    <message>
        <source>TLS authorities</source>
        <translation>TLS 颁发机构</translation>
    </message>
    <message>
        <source>PEM file; empty: the system&apos;s</source>
        <translation>PEM 文件；留空用系统的</translation>
    </message>
    <message>
        <source>Client certificate</source>
        <translation>客户端证书</translation>
    </message>
    <message>
        <source>PEM file, with its chain</source>
        <translation>PEM 文件，含证书链</translation>
    </message>
    <message>
        <source>Its key</source>
        <translation>证书的私钥</translation>
    </message>
    <message>
        <source>PEM file</source>
        <translation>PEM 文件</translation>
    </message>
    <message>
        <source>Key of the client certificate</source>
        <translation>客户端证书的私钥</translation>
    </message>
    <message>
        <source>Production: red frame, and names are typed before what hurts</source>
        <translation>生产环境：红色边框，有影响的操作前须输入名称</translation>
    </message>
    <message>
        <source>Read-only: nothing is ever written</source>
        <translation>只读：从不写入</translation>
    </message>
</context>
<context>
    <name>ConnectionRow</name>
    <message>
        <source>connected</source>
        <translation>已连接</translation>
    </message>
    <message>
        <source>read-only</source>
        <translation>只读</translation>
    </message>
</context>
<context>
    <name>KvConflict</name>
    <message>
        <source>Go on with mine</source>
        <translation>继续用我的</translation>
    </message>
    <message>
        <source>Your text (left) stays in the editor; saving it replaces theirs.</source>
        <translation>您的文本（左）留在编辑器中；保存会替换对方的。</translation>
    </message>
    <message>
        <source>Take theirs</source>
        <translation>用对方的</translation>
    </message>
    <message>
        <source>The editor shows what is stored now (right); your text goes to the clipboard.</source>
        <translation>编辑器显示现在存储的内容（右）；您的文本进入剪贴板。</translation>
    </message>
</context>
<context>
    <name>KvCreateDialog</name>
    <message>
        <source>New key</source>
        <translation>新建键</translation>
    </message>
    <message>
        <source>folder/name</source>
        <translation>文件夹/名称</translation>
    </message>
    <message>
        <source>Name of the key</source>
        <translation>键的名称</translation>
    </message>
    <message>
        <source>Slashes make folders. The key is created empty.</source>
        <translation>斜杠表示文件夹。新键的值为空。</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Create</source>
        <translation>创建</translation>
    </message>
</context>
<context>
    <name>KvEditor</name>
    <message>
        <source>Format</source>
        <translation>格式化</translation>
    </message>
    <message>
        <source>Delete this key</source>
        <translation>删除此键</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>值</translation>
    </message>
    <message>
        <source>What is stored now</source>
        <translation>现在存储的内容</translation>
    </message>
    <message>
        <source>From r%1 to what is stored now</source>
        <translation>从 r%1 到现在存储的内容</translation>
    </message>
    <message>
        <source>Restore r%1…</source>
        <translation>恢复 r%1…</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>r%1</source>
        <translation>r%1</translation>
    </message>
    <message>
        <source>stored now</source>
        <translation>现在存储的</translation>
    </message>
    <message>
        <source>No difference.</source>
        <translation>没有差异。</translation>
    </message>
    <message>
        <source>Choose a key.</source>
        <translation>请选择一个键。</translation>
    </message>
</context>
<context>
    <name>KvHistoryRow</name>
    <message>
        <source>in force</source>
        <translation>生效中</translation>
    </message>
</context>
<context>
    <name>KvPage</name>
    <message>
        <source>Key/Value</source>
        <translation>键值</translation>
    </message>
    <message>
        <source>Consul&apos;s store of keys</source>
        <translation>Consul 的键值存储</translation>
    </message>
    <message>
        <source>New key…</source>
        <translation>新建键…</translation>
    </message>
    <message>
        <source>Delete this key?</source>
        <translation>删除此键？</translation>
    </message>
    <message>
        <source>%1 holds a policy in force. Deleting it takes it from every proxy and chat node. Its revisions are kept.</source>
        <translation>%1 保存着生效中的策略。删除后所有代理和聊天节点都会失去它。其修订历史会保留。</translation>
    </message>
    <message>
        <source>%1 is removed from Consul for everybody. This cannot be undone.</source>
        <translation>%1 将从 Consul 中移除，对所有人生效，且无法撤销。</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>Restore r%1?</source>
        <translation>恢复 r%1？</translation>
    </message>
    <message>
        <source>Its policy is published as a new revision and is in force at once.</source>
        <translation>其策略作为新修订发布，立即生效。</translation>
    </message>
    <message>
        <source>Publish</source>
        <translation>发布</translation>
    </message>
    <message>
        <source>Publish to %1?</source>
        <translation>发布到 %1？</translation>
    </message>
</context>
<context>
    <name>KvSaveBar</name>
    <message>
        <source>Revert</source>
        <translation>还原</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Review and publish</source>
        <translation>审阅并发布</translation>
    </message>
</context>
<context>
    <name>KvTree</name>
    <message>
        <source>Go to a key, such as  halftone/policies/chat</source>
        <translation>前往键，例如  halftone/policies/chat</translation>
    </message>
    <message>
        <source>Go to a key</source>
        <translation>前往键</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>键</translation>
    </message>
    <message>
        <source>No keys yet.</source>
        <translation>还没有键。</translation>
    </message>
</context>
<context>
    <name>halftone::app::CatalogWatch</name>
    <message>
        <source>Consul does not answer any more</source>
        <translation>Consul 不再应答</translation>
    </message>
    <message>
        <source>Consul answers again</source>
        <translation>Consul 恢复应答</translation>
    </message>
    <message>
        <source>Node %1 fails its checks</source>
        <translation>节点 %1 未通过检查</translation>
    </message>
    <message>
        <source>Node %1 passes its checks again</source>
        <translation>节点 %1 重新通过检查</translation>
    </message>
    <message>
        <source>%1 of %2 serves again</source>
        <translation>%2 的 %1 恢复服务</translation>
    </message>
    <message>
        <source>%1 of %2 is out of service</source>
        <translation>%2 的 %1 已停止服务</translation>
    </message>
    <message>
        <source>Instances of %1 are out of service</source>
        <translation>%1 有实例停止服务</translation>
    </message>
    <message>
        <source>All instances of %1 serve again</source>
        <translation>%1 的所有实例恢复服务</translation>
    </message>
    <message>
        <source>%1 of %2 has left the catalog</source>
        <translation>%2 的 %1 已从目录消失</translation>
    </message>
    <message>
        <source>it was in service</source>
        <translation>此前在服务中</translation>
    </message>
    <message>
        <source>it was out of service</source>
        <translation>此前已停止服务</translation>
    </message>
</context>
<context>
    <name>halftone::app::ClustersViewModel</name>
    <message>
        <source>No keyring takes the token (%1): it is kept until the console is closed.</source>
        <translation>没有密钥环可保存令牌（%1）：令牌只保留到控制台关闭。</translation>
    </message>
    <message numerus="yes">
        <source>%n more address(es)</source>
        <translation>
            <numerusform>另有 %n 个地址</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>halftone::app::KvTree</name>
    <message>
        <source>loading…</source>
        <translation>加载中…</translation>
    </message>
    <message>
        <source>(empty name)</source>
        <translation>（空名称）</translation>
    </message>
    <message>
        <source>%1 more, not shown</source>
        <translation>另有 %1 个未显示</translation>
    </message>
</context>
<context>
    <name>halftone::app::KvViewModel</name>
    <message numerus="yes">
        <source>%n byte(s)</source>
        <translation>
            <numerusform>%n 字节</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 KB</source>
        <translation>%1 KB</translation>
    </message>
    <message>
        <source>Somebody deleted this key while you edited it. Your text is kept.</source>
        <translation>您编辑时有人删除了此键。您的文本已保留。</translation>
    </message>
    <message>
        <source>%1 published r%2 while you edited. Both texts are kept.</source>
        <translation>您编辑时 %1 发布了 r%2。两份文本都保留。</translation>
    </message>
    <message>
        <source>Somebody else saved this key while you edited it. Both texts are kept.</source>
        <translation>您编辑时有人保存了此键。两份文本都保留。</translation>
    </message>
    <message>
        <source>There is no such key.</source>
        <translation>没有这个键。</translation>
    </message>
    <message>
        <source>index %1</source>
        <translation>索引 %1</translation>
    </message>
    <message>
        <source>revision %1</source>
        <translation>修订 %1</translation>
    </message>
    <message>
        <source>flags %1</source>
        <translation>标志 %1</translation>
    </message>
    <message>
        <source>locked by session %1</source>
        <translation>被会话 %1 锁定</translation>
    </message>
    <message>
        <source>Binary: shown as bytes, not to be edited here.</source>
        <translation>二进制：以字节显示，不能在此编辑。</translation>
    </message>
    <message>
        <source>Over %1: only its beginning is shown.</source>
        <translation>超过 %1：只显示开头。</translation>
    </message>
    <message>
        <source>Holds characters that an editor would change: shown, not to be edited here.</source>
        <translation>含有编辑器会改变的字符：只显示，不能在此编辑。</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>文本</translation>
    </message>
    <message>
        <source>Valid JSON</source>
        <translation>有效的 JSON</translation>
    </message>
    <message>
        <source>No valid JSON</source>
        <translation>无效的 JSON</translation>
    </message>
    <message>
        <source>Revisions of %1</source>
        <translation>%1 的修订</translation>
    </message>
    <message>
        <source>Changes of this key</source>
        <translation>此键的更改</translation>
    </message>
    <message>
        <source>No revision yet.</source>
        <translation>还没有修订。</translation>
    </message>
    <message>
        <source>No change by Halftone so far.</source>
        <translation>还没有经 Halftone 的更改。</translation>
    </message>
    <message>
        <source>r%1, back to r%2</source>
        <translation>r%1，恢复到 r%2</translation>
    </message>
    <message>
        <source>r%1</source>
        <translation>r%1</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation>%1，%2</translation>
    </message>
    <message>
        <source>created</source>
        <translation>创建</translation>
    </message>
    <message>
        <source>saved</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>deleted</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>Consul&apos;s answer is not one entry.</source>
        <translation>Consul 的回答不是一个条目。</translation>
    </message>
    <message>
        <source>No valid policy: %1 %2</source>
        <translation>策略无效：%1 %2</translation>
    </message>
    <message>
        <source>The policy is of service “%1”, the key of “%2”.</source>
        <translation>策略属于服务“%1”，键属于“%2”。</translation>
    </message>
    <message>
        <source>Published as r%1.</source>
        <translation>已发布为 r%1。</translation>
    </message>
    <message>
        <source>Saved %1.</source>
        <translation>已保存 %1。</translation>
    </message>
    <message>
        <source>Your text is on the clipboard.</source>
        <translation>您的文本在剪贴板中。</translation>
    </message>
    <message>
        <source>%1 exists already.</source>
        <translation>%1 已存在。</translation>
    </message>
    <message>
        <source>Created %1.</source>
        <translation>已创建 %1。</translation>
    </message>
    <message>
        <source>Deleted %1.</source>
        <translation>已删除 %1。</translation>
    </message>
    <message>
        <source>Your text is not on disk: %1</source>
        <translation>您的文本未能存盘：%1</translation>
    </message>
    <message>
        <source>What is stored now is no valid policy; this one takes its place.</source>
        <translation>当前存储的不是有效策略；此策略将取而代之。</translation>
    </message>
    <message>
        <source>The same policy, written otherwise.</source>
        <translation>策略不变，仅写法不同。</translation>
    </message>
    <message>
        <source>Warning: %1</source>
        <translation>警告：%1</translation>
    </message>
    <message>
        <source>Reading…</source>
        <translation>正在读取…</translation>
    </message>
    <message>
        <source>The key cannot be read: %1</source>
        <translation>无法读取该键：%1</translation>
    </message>
    <message>
        <source>Not deleted: somebody else saved %1 meanwhile.</source>
        <translation>未删除：其他人刚刚保存了 %1。</translation>
    </message>
</context>
<context>
    <name>FavouriteItem</name>
    <message>
        <source>Unpin</source>
        <translation>取消固定</translation>
    </message>
</context>
<context>
    <name>NoticeRow</name>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
</context>
<context>
    <name>NoticesButton</name>
    <message>
        <source>Notifications, %1 new</source>
        <translation>通知，%1 条新</translation>
    </message>
    <message>
        <source>Notifications</source>
        <translation>通知</translation>
    </message>
    <message>
        <source>show them</source>
        <translation>显示通知</translation>
    </message>
    <message>
        <source>Nothing yet. Publishes of others, lost nodes and proxies and rising errors are told here, in the window and on the desktop.</source>
        <translation>暂无通知。他人的发布、丢失的节点与代理、错误上升都会在此处、窗口内和桌面上提示。</translation>
    </message>
</context>
<context>
    <name>PolicyDialog</name>
    <message>
        <source>Users and versions of %1</source>
        <translation>%1 的用户与版本</translation>
    </message>
    <message>
        <source>Who is the user</source>
        <translation>谁是用户</translation>
    </message>
    <message>
        <source>The first of these that a request has is its user.</source>
        <translation>请求中最先出现的一项即为其用户。</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>种类</translation>
    </message>
    <message>
        <source>name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Ask before the one above</source>
        <translation>上移一位</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>Add a source</source>
        <translation>添加来源</translation>
    </message>
    <message>
        <source>What the default sticks to</source>
        <translation>默认规则的粘性依据</translation>
    </message>
    <message>
        <source>Sticky by</source>
        <translation>粘性依据</translation>
    </message>
    <message>
        <source>The same one always gets the same version, as long as the shares stay.</source>
        <translation>只要比例不变，同一个值总是得到同一版本。</translation>
    </message>
    <message>
        <source>Versions</source>
        <translation>版本</translation>
    </message>
    <message>
        <source>Instances belong to a version by their labels in Consul: version=v2, zone=a*. The stable one answers where another cannot.</source>
        <translation>实例按其在 Consul 中的标签归属版本：version=v2, zone=a*。其他版本无法应答时由稳定版本应答。</translation>
    </message>
    <message>
        <source>stable</source>
        <translation>稳定</translation>
    </message>
    <message>
        <source>Stable version</source>
        <translation>稳定版本</translation>
    </message>
    <message>
        <source>Labels of its instances</source>
        <translation>其实例的标签</translation>
    </message>
    <message>
        <source>Balance</source>
        <translation>负载均衡</translation>
    </message>
    <message>
        <source>Add a version</source>
        <translation>添加版本</translation>
    </message>
    <message>
        <source>Answer 503 when a version has no instance, instead of using the stable one</source>
        <translation>版本没有实例时返回 503，而不改用稳定版本</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Take into the draft</source>
        <translation>纳入草稿</translation>
    </message>
    <message>
        <source>Escape once more drops what you changed.</source>
        <translation>再按一次 Esc 将放弃您的更改。</translation>
    </message>
</context>
<context>
    <name>ProductionWord</name>
    <message>
        <source>This is a production cluster. Type %1 to go on.</source>
        <translation>这是生产集群。输入 %1 以继续。</translation>
    </message>
    <message>
        <source>Confirmation</source>
        <translation>确认</translation>
    </message>
</context>
<context>
    <name>TornWindow</name>
    <message>
        <source>%1 – Halftone</source>
        <translation>%1 – Halftone</translation>
    </message>
</context>
<context>
    <name>halftone::app::ExportPlace</name>
    <message>
        <source>Which folder?</source>
        <translation>写到哪个文件夹?</translation>
    </message>
    <message>
        <source>The folder must begin with / or ~</source>
        <translation>文件夹须以 / 或 ~ 开头</translation>
    </message>
    <message>
        <source>There is no folder %1</source>
        <translation>没有文件夹 %1</translation>
    </message>
    <message>
        <source>You may not write into %1</source>
        <translation>您无权写入 %1</translation>
    </message>
    <message>
        <source>Which name?</source>
        <translation>文件叫什么名字?</translation>
    </message>
    <message>
        <source>A file&apos;s name has no /</source>
        <translation>文件名不能含 /</translation>
    </message>
</context>
<context>
    <name>halftone::app::FilterGuide</name>
    <message>
        <source>This filter is too long.</source>
        <translation>筛选条件过长。</translation>
    </message>
    <message>
        <source>A quotation mark is not closed.</source>
        <translation>引号未闭合。</translation>
    </message>
    <message>
        <source>This filter has too many words.</source>
        <translation>筛选条件的词过多。</translation>
    </message>
    <message>
        <source>There is no field “%1”. There are: %2.</source>
        <translation>没有字段“%1”。可用字段：%2。</translation>
    </message>
    <message>
        <source>There is no field “%1”. Did you mean “%2”?</source>
        <translation>没有字段“%1”。是否指“%2”？</translation>
    </message>
    <message>
        <source>%1 (character %2)</source>
        <translation>%1（第 %2 个字符）</translation>
    </message>
    <message>
        <source>Something is missing after “%1”.</source>
        <translation>“%1”之后缺少内容。</translation>
    </message>
    <message>
        <source>Something is missing before “%1”.</source>
        <translation>“%1”之前缺少内容。</translation>
    </message>
    <message>
        <source>A parenthesis is not closed.</source>
        <translation>括号未闭合。</translation>
    </message>
    <message>
        <source>A parenthesis closes nothing.</source>
        <translation>多余的右括号。</translation>
    </message>
    <message>
        <source>There is nothing in the parentheses.</source>
        <translation>括号内没有内容。</translation>
    </message>
    <message>
        <source>“%1” is no number.</source>
        <translation>“%1”不是数字。</translation>
    </message>
    <message>
        <source>“%1” is no duration such as 60s, 5m or 2h.</source>
        <translation>“%1”不是时长，例如 60s、5m 或 2h。</translation>
    </message>
    <message>
        <source>“%1” is no time such as 2026-11-23 or 2026-11-23T14:05.</source>
        <translation>“%1”不是时间，例如 2026-11-23 或 2026-11-23T14:05。</translation>
    </message>
    <message>
        <source>“%1” is compared by = != &lt; &lt;= &gt; &gt;= only.</source>
        <translation>“%1”只能用 = != &lt; &lt;= &gt; &gt;= 比较。</translation>
    </message>
    <message>
        <source>“%1” needs the name of a field before it.</source>
        <translation>“%1”之前需要字段名。</translation>
    </message>
    <message>
        <source>“%1” compares nothing. There are: %2</source>
        <translation>“%1”不是比较符。可用：%2</translation>
    </message>
    <message>
        <source>“%1” is no regular expression: %2.</source>
        <translation>“%1”不是正则表达式：%2。</translation>
    </message>
    <message>
        <source>A regular expression has at most %1 characters.</source>
        <translation>正则表达式最多 %1 个字符。</translation>
    </message>
</context>
<context>
    <name>halftone::app::NoticeWatch</name>
    <message>
        <source>%1 published %2 r%3</source>
        <translation>%1 发布了 %2 r%3</translation>
    </message>
    <message>
        <source>%1 r%2 was written</source>
        <translation>%1 r%2 已写入</translation>
    </message>
    <message>
        <source>Proxy %1 is heard again</source>
        <translation>代理 %1 恢复联系</translation>
    </message>
    <message>
        <source>Proxy %1 is not heard any more</source>
        <translation>代理 %1 失去联系</translation>
    </message>
    <message>
        <source>serves %1</source>
        <translation>服务于 %1</translation>
    </message>
</context>
<context>
    <name>halftone::app::PolicySettings</name>
    <message>
        <source>Version %1: labels are “name=value”, with commas between them.</source>
        <translation>版本 %1：标签写作“名称=值”，以逗号分隔。</translation>
    </message>
</context>
<context>
    <name>HealthComparison</name>
    <message>
        <source>Baseline and candidate</source>
        <translation>基线与候选</translation>
    </message>
    <message>
        <source>Baseline</source>
        <translation>基线</translation>
    </message>
    <message>
        <source>Candidate</source>
        <translation>候选</translation>
    </message>
</context>
<context>
    <name>HealthExport</name>
    <message>
        <source>Export</source>
        <translation>导出</translation>
    </message>
    <message>
        <source>Write what is shown as a picture or as numbers</source>
        <translation>把当前显示的内容写成图片或数据</translation>
    </message>
    <message>
        <source>Picture (PNG) …</source>
        <translation>图片 (PNG) …</translation>
    </message>
    <message>
        <source>Drawing (SVG) …</source>
        <translation>矢量图 (SVG) …</translation>
    </message>
    <message>
        <source>Numbers (CSV) …</source>
        <translation>数据 (CSV) …</translation>
    </message>
</context>
<context>
    <name>HealthPlot</name>
    <message>
        <source>Nothing was heard in this time</source>
        <translation>这段时间没有收到数据</translation>
    </message>
</context>
<context>
    <name>HealthTexts</name>
    <message>
        <source>better</source>
        <translation>更好</translation>
    </message>
    <message>
        <source>no difference seen</source>
        <translation>未见差异</translation>
    </message>
    <message>
        <source>worse</source>
        <translation>更差</translation>
    </message>
    <message>
        <source>not enough data</source>
        <translation>数据不足</translation>
    </message>
    <message>
        <source>%1 is better than %2</source>
        <translation>%1 优于 %2</translation>
    </message>
    <message>
        <source>No difference seen between %1 and %2</source>
        <translation>未见 %1 与 %2 的差异</translation>
    </message>
    <message>
        <source>%1 is worse than %2</source>
        <translation>%1 劣于 %2</translation>
    </message>
    <message>
        <source>Not enough data to tell %1 from %2</source>
        <translation>数据不足，无法比较 %1 与 %2</translation>
    </message>
    <message>
        <source>faults of %1 end</source>
        <translation>%1 的故障结束</translation>
    </message>
    <message>
        <source>injected into %1: %2 % errors, %3 ms</source>
        <translation>向 %1 注入：%2 % 错误，%3 ms</translation>
    </message>
    <message>
        <source>policy %1 published</source>
        <translation>发布了策略 %1</translation>
    </message>
    <message>
        <source>instance %1: %2</source>
        <translation>实例 %1：%2</translation>
    </message>
    <message>
        <source>There is no second version to compare</source>
        <translation>没有可比较的第二个版本</translation>
    </message>
    <message>
        <source>points</source>
        <translation>百分点</translation>
    </message>
    <message>
        <source>Errors</source>
        <translation>错误</translation>
    </message>
    <message>
        <source>instance %1 ejected: it does worse than the others</source>
        <translation>实例 %1 被剔除：表现比其他实例差</translation>
    </message>
    <message>
        <source>instance %1 returned from its ejection</source>
        <translation>实例 %1 结束剔除，恢复服务</translation>
    </message>
    <message>
        <source>instance %1 out of service: a check fails</source>
        <translation>实例 %1 停止服务：健康检查未通过</translation>
    </message>
    <message>
        <source>instance %1 is gone</source>
        <translation>实例 %1 已消失</translation>
    </message>
    <message>
        <source>instance %1 serves again</source>
        <translation>实例 %1 恢复服务</translation>
    </message>
    <message>
        <source>%1 requests of %2, %3 of %4; each at 95 % confidence. Judged by errors, p95 and resumes.</source>
        <translation>%2 有 %1 个请求，%4 有 %3 个；各项置信度 95 %。结论依据错误、p95 和会话恢复。</translation>
    </message>
    <message>
        <source>Resumes refused</source>
        <translation>恢复被拒</translation>
    </message>
</context>
<context>
    <name>HealthThreshold</name>
    <message>
        <source>Set a threshold</source>
        <translation>设置阈值</translation>
    </message>
    <message>
        <source>Threshold: %1</source>
        <translation>阈值：%1</translation>
    </message>
    <message>
        <source>Threshold of “%1”</source>
        <translation>“%1”的阈值</translation>
    </message>
    <message>
        <source>Set</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>None</source>
        <translation>无</translation>
    </message>
    <message>
        <source>A number of 0 or more</source>
        <translation>请输入不小于 0 的数</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
</context>
<context>
    <name>HealthView</name>
    <message>
        <source>Back to live</source>
        <translation>回到实时</translation>
    </message>
    <message>
        <source>Dismiss</source>
        <translation>关闭</translation>
    </message>
</context>
<context>
    <name>RecordButton</name>
    <message>
        <source>End the recording (Ctrl+Shift+R)</source>
        <translation>结束录制 (Ctrl+Shift+R)</translation>
    </message>
    <message>
        <source>Record what happens (Ctrl+Shift+R)</source>
        <translation>录制正在发生的一切 (Ctrl+Shift+R)</translation>
    </message>
    <message>
        <source>End the recording</source>
        <translation>结束录制</translation>
    </message>
    <message>
        <source>Record what happens</source>
        <translation>录制正在发生的一切</translation>
    </message>
    <message>
        <source>Show in folder</source>
        <translation>在文件夹中显示</translation>
    </message>
    <message>
        <source>Replay a flight…</source>
        <translation>回放飞行记录…</translation>
    </message>
</context>
<context>
    <name>ReplayBar</name>
    <message>
        <source>nothing can be changed</source>
        <translation>不能做任何更改</translation>
    </message>
    <message>
        <source>Pause (Ctrl+P)</source>
        <translation>暂停 (Ctrl+P)</translation>
    </message>
    <message>
        <source>Play (Ctrl+P)</source>
        <translation>播放 (Ctrl+P)</translation>
    </message>
    <message>
        <source>Position in the flight</source>
        <translation>录像中的位置</translation>
    </message>
</context>
<context>
    <name>halftone::app::FlightViewModel</name>
    <message>
        <source>Recorded: %1, %2</source>
        <translation>已录制：%1，%2</translation>
    </message>
    <message>
        <source>The recording has ended: %1</source>
        <translation>录制已结束：%1</translation>
    </message>
    <message>
        <source>Nothing is recorded: %1</source>
        <translation>未能录制：%1</translation>
    </message>
    <message>
        <source>Replay of %1</source>
        <translation>回放 %1</translation>
    </message>
    <message>
        <source>%1, whose end was cut off</source>
        <translation>%1(结尾被截断)</translation>
    </message>
    <message>
        <source>recording, %1, %2</source>
        <translation>录制中，%1，%2</translation>
    </message>
    <message>
        <source>No program shows the folder %1.</source>
        <translation>没有程序能显示文件夹 %1。</translation>
    </message>
    <message>
        <source>There is no such file.</source>
        <translation>没有这个文件。</translation>
    </message>
    <message>
        <source>It cannot be read: %1</source>
        <translation>无法读取：%1</translation>
    </message>
    <message>
        <source>This file is no flight.</source>
        <translation>这个文件不是飞行记录。</translation>
    </message>
    <message>
        <source>%1 cannot be started.</source>
        <translation>无法启动 %1。</translation>
    </message>
</context>
<context>
    <name>halftone::app::HistoryStore</name>
    <message>
        <source>Another console keeps the history of this cluster; here it lasts until the window closes.</source>
        <translation>另一个控制台正在保存此集群的历史；这里的历史只保留到窗口关闭。</translation>
    </message>
    <message>
        <source>The history cannot be kept in %1: the folder cannot be written.</source>
        <translation>无法在 %1 保存历史：文件夹不可写。</translation>
    </message>
    <message>
        <source>The history cannot be kept in %1: %2</source>
        <translation>无法在 %1 保存历史：%2</translation>
    </message>
    <message>
        <source>a newer Halftone has written it</source>
        <translation>它由更新版本的 Halftone 写入</translation>
    </message>
    <message>
        <source>The history in %1 could not be read (%2). It was set aside as %3, and a new one begun.</source>
        <translation>无法读取 %1 中的历史(%2)。它已另存为 %3，并开始了新的历史。</translation>
    </message>
    <message>
        <source>The history has reached its limit of %1 MB: its older half was dropped.</source>
        <translation>历史已达到 %1 MB 的上限：较旧的一半已删除。</translation>
    </message>
</context>
<context>
    <name>SessionFrameRow</name>
    <message>
        <source>to the node</source>
        <translation>发往节点</translation>
    </message>
    <message>
        <source>from the node</source>
        <translation>来自节点</translation>
    </message>
</context>
<context>
    <name>SessionTailDialog</name>
    <message>
        <source>Whose frames</source>
        <translation>谁的帧</translation>
    </message>
    <message>
        <source>Hide what is said</source>
        <translation>隐藏内容</translation>
    </message>
    <message>
        <source>Frames</source>
        <translation>帧</translation>
    </message>
    <message>
        <source>Nothing has been said since.</source>
        <translation>打开以来还没有消息。</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>清空</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>暂停</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
</context>
<context>
    <name>halftone::app::SessionFrames</name>
    <message>
        <source>Frames of %1</source>
        <translation>%1 的帧</translation>
    </message>
    <message>
        <source>Frames of room %1</source>
        <translation>房间 %1 的帧</translation>
    </message>
    <message>
        <source>This session</source>
        <translation>此会话</translation>
    </message>
    <message>
        <source>%1 of %2 nodes heard</source>
        <translation>已连上 %1/%2 个节点</translation>
    </message>
    <message>
        <source>%1 frames were missed</source>
        <translation>漏掉 %1 帧</translation>
    </message>
</context>
<context>
    <name>halftone::app::SessionTail</name>
    <message>
        <source>Consul gives no admin address for it</source>
        <translation>Consul 中没有它的管理地址</translation>
    </message>
</context>
<context>
    <name>ServiceJudgement</name>
    <message>
        <source>no traffic</source>
        <translation>无流量</translation>
    </message>
    <message>
        <source>%1 errors</source>
        <translation>错误 %1</translation>
    </message>
    <message>
        <source>%1: %2 errors</source>
        <translation>%1：错误 %2</translation>
    </message>
    <message>
        <source>no proxy is heard</source>
        <translation>听不到代理</translation>
    </message>
    <message numerus="yes">
        <source>%n proxies do not answer</source>
        <translation>
            <numerusform>%n 个代理没有应答</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 of %2 proxies do not answer</source>
        <translation>%2 个代理中有 %1 个没有应答</translation>
    </message>
    <message numerus="yes">
        <source>%n instances out of service</source>
        <translation>
            <numerusform>%n 个实例不可用</numerusform>
        </translation>
    </message>
    <message>
        <source>%1: %2 sessions</source>
        <translation>%1：%2 个会话</translation>
    </message>
    <message>
        <source>%1: p95 %2</source>
        <translation>%1：p95 %2</translation>
    </message>
</context>
<context>
    <name>halftone::app::FirstPolicy</name>
    <message>
        <source>Every service in Consul's catalog has a policy.</source>
        <translation>Consul 目录中的每个服务都已有策略。</translation>
    </message>
    <message>
        <source>No instance of %1 says which version it is: register them with the meta “version”.</source>
        <translation>%1 的实例都没有说明版本：请在注册时加上元数据 “version”。</translation>
    </message>
    <message numerus="yes">
        <source>All of %1 goes to %2 (%n instances). Then move others over, step by step.</source>
        <translation>
            <numerusform>%1 的全部流量进入 %2（%n 个实例）。之后再逐步迁移。</numerusform>
        </translation>
    </message>
    <message>
        <source>Somebody else has begun a policy of %1 meanwhile.</source>
        <translation>其他人已同时为 %1 创建了策略。</translation>
    </message>
    <message>
        <source>Not published: %1</source>
        <translation>未发布：%1</translation>
    </message>
</context>
<context>
    <name>FirstPolicyDialog</name>
    <message>
        <source>Begin a policy</source>
        <translation>新建策略</translation>
    </message>
    <message>
        <source>Service</source>
        <translation>服务</translation>
    </message>
    <message>
        <source>Stable version</source>
        <translation>稳定版本</translation>
    </message>
    <message>
        <source>Why? Kept in the history</source>
        <translation>原因？保存在历史中</translation>
    </message>
    <message>
        <source>Message</source>
        <translation>说明</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Publish</source>
        <translation>发布</translation>
    </message>
</context>
<context>
    <name>PlaceProblem</name>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Switch to %1</source>
        <translation>切换到 %1</translation>
    </message>
</context>
<context>
    <name>halftone::app::PaletteModel</name>
    <message>
        <source>This link leads to no place in Halftone.</source>
        <translation>此链接不指向 Halftone 中的任何位置。</translation>
    </message>
    <message>
        <source>Nothing has such a name.</source>
        <translation>没有匹配的名称。</translation>
    </message>
</context>
<context>
    <name>RuleWatch</name>
    <message>
        <source>%1 is measured at %2, wanted are %3.</source>
        <translation>%1 实测 %2，期望 %3。</translation>
    </message>
</context>
<context>
    <name>halftone::app::LiveChoice</name>
    <message>
        <source>%1 live requests</source>
        <translation>%1 个实时请求</translation>
    </message>
    <message>
        <source>%1 open sessions</source>
        <translation>%1 个打开的会话</translation>
    </message>
</context>
<context>
    <name>SelectionBar</name>
    <message>
        <source>%1 selected</source>
        <translation>已选 %1 项</translation>
    </message>
</context>
<context>
    <name>halftone::app::ExpressionGuide</name>
    <message>
        <source>Consul has no “%1” here.</source>
        <translation>Consul 在这里没有“%1”。</translation>
    </message>
    <message>
        <source>Consul has no “%1” here. Did you mean “%2”?</source>
        <translation>Consul 在这里没有“%1”。是指“%2”吗？</translation>
    </message>
    <message>
        <source>“%1” cannot be compared itself, only what is in it.</source>
        <translation>“%1”本身不能比较，只能比较它里面的内容。</translation>
    </message>
    <message>
        <source>“%1” does not fit “%2”, which takes: %3.</source>
        <translation>“%1”不适用于“%2”，可用的有：%3。</translation>
    </message>
    <message>
        <source>%1 (character %2)</source>
        <translation>%1（第 %2 个字符）</translation>
    </message>
    <message>
        <source>This expression is too long.</source>
        <translation>表达式太长。</translation>
    </message>
    <message>
        <source>There are too many parentheses in each other.</source>
        <translation>括号嵌套太多。</translation>
    </message>
    <message>
        <source>A quotation mark is not closed.</source>
        <translation>引号没有闭合。</translation>
    </message>
    <message>
        <source>A backslash in double quotes must be written twice; in backquotes it stands for itself.</source>
        <translation>双引号里的反斜杠要写两次；反引号里的就是它本身。</translation>
    </message>
    <message>
        <source>A value that begins like a number but is none needs quotes.</source>
        <translation>以数字开头但不是数字的值需要引号。</translation>
    </message>
    <message>
        <source>A parenthesis is not closed.</source>
        <translation>括号没有闭合。</translation>
    </message>
    <message>
        <source>A selector or a value is missing here.</source>
        <translation>这里缺少选择器或值。</translation>
    </message>
    <message>
        <source>After “%1” there is no operator; a key with other signs than letters, digits and _ is written [&quot;so&quot;], a value in quotes.</source>
        <translation>“%1”之后没有运算符；含有字母、数字和 _ 以外字符的键写作 [&quot;so&quot;]，值要加引号。</translation>
    </message>
    <message>
        <source>After “%1” a value is missing; one with other signs than letters, digits and _ needs quotes.</source>
        <translation>“%1”之后缺少值；含有字母、数字和 _ 以外字符的值需要引号。</translation>
    </message>
    <message>
        <source>After “in” a selector is missing.</source>
        <translation>“in”之后缺少选择器。</translation>
    </message>
    <message>
        <source>Only “and” or “or” can stand at “%1”; a value with other signs than letters, digits and _ needs quotes.</source>
        <translation>“%1”处只能是“and”或“or”；含有字母、数字和 _ 以外字符的值需要引号。</translation>
    </message>
    <message>
        <source>“%1” is no whole number.</source>
        <translation>“%1”不是整数。</translation>
    </message>
    <message>
        <source>“%1” is neither true nor false.</source>
        <translation>“%1”既不是 true 也不是 false。</translation>
    </message>
    <message>
        <source>“%1” is no regular expression: %2.</source>
        <translation>“%1”不是正则表达式：%2。</translation>
    </message>
</context>
<context>
    <name>ReplayDialog</name>
    <message>
        <source>Replay a flight</source>
        <translation>回放飞行记录</translation>
    </message>
    <message>
        <source>It plays in a console of its own; this one stays on its cluster.</source>
        <translation>它在单独的控制台中播放；这个控制台留在它的集群上。</translation>
    </message>
    <message>
        <source>Recorded flights</source>
        <translation>已录制的飞行记录</translation>
    </message>
    <message>
        <source>File of a flight, such as ~/flights/prod-20261123-0431.flight</source>
        <translation>飞行记录文件，例如 ~/flights/prod-20261123-0431.flight</translation>
    </message>
    <message>
        <source>File</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Replay</source>
        <translation>回放</translation>
    </message>
</context>
</TS>
