// SPDX-License-Identifier: GPL-3.0-or-later
// One probe of each kind. What they tell is worded as Consul words it.
#include <QHostAddress>
#include <QHostInfo>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QPointer>
#include <QProcess>
#include <QTcpSocket>
#include <QTimer>
#include <QUrl>

#include "server/net/httphead.h"
#include "server/registry/checkrunner.h"

namespace halftone::registry {

namespace {

constexpr int kMaxRedirects = 10;

std::string_view statusOf(int httpStatus) {
  if (httpStatus >= 200 && httpStatus <= 299) return kPassing;
  return httpStatus == 429 ? kWarning : kCritical;
}

std::size_t outputLimit(const CheckSpec& spec) {
  return spec.outputMaxSize > 0 ? static_cast<std::size_t>(spec.outputMaxSize) : kProbeOutputBytes;
}

std::string method(const CheckSpec& spec) {
  return spec.method.empty() ? "GET" : spec.method;
}

ProbeResult httpResult(const CheckSpec& spec, int status, std::string_view reason, std::string_view body) {
  std::string output = "HTTP " + method(spec) + " " + spec.http + ": " + std::to_string(status) + " " +
                       std::string(reason) + " Output: " + std::string(body.substr(0, outputLimit(spec)));
  return {statusOf(status), std::move(output)};
}

ProbeResult httpFailure(const std::string& verb, const std::string& url, const std::string& why) {
  std::string name = foldCase(verb);
  if (!name.empty()) name[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(name[0])));
  return {kCritical, name + " \"" + url + "\": " + why};
}

// Our client's reasons as Go's would be.
std::string reason(const Error& error, const QUrl& url) {
  if (error.code == ErrorCode::Timeout)
    return "context deadline exceeded (Client.Timeout exceeded while awaiting headers)";
  constexpr std::string_view kConnect = "cannot connect: ";
  if (!error.message.starts_with(kConnect)) return error.message;
  return "dial tcp " + url.host().toStdString() + ":" + std::to_string(url.port(80)) +
         ": connect: " + foldCase(error.message.substr(kConnect.size()));
}

net::FieldVector requestFields(const CheckSpec& spec, const QUrl& url) {
  net::FieldVector fields;
  bool host = false;
  bool agent = false;
  for (const auto& [name, values] : spec.header) {
    host = host || foldCase(name) == "host";
    agent = agent || foldCase(name) == "user-agent";
    for (const std::string& value : values) fields.emplace_back(name, value);
  }
  if (!host)
    fields.emplace_back("Host",
                        url.authority(QUrl::FullyEncoded).section(QLatin1Char('@'), -1).toStdString());
  if (!agent) fields.emplace_back("User-Agent", "Consul Health Check");
  fields.emplace_back("Accept", "text/plain, text/*, */*");
  fields.emplace_back("Connection", "close");  // a probe tests a fresh connection
  return fields;
}

// Calls `next` with the address of a host and port: at once for numbers and localhost, else by the name
// service.
void resolve(const QString& host, quint16 port, QObject* owner,
             const std::function<void(Result<net::SocketAddress>)>& next) {
  const auto text = [port](const QString& address) {
    const QString bracketed =
        address.contains(QLatin1Char(':')) ? QStringLiteral("[%1]").arg(address) : address;
    return (bracketed + QLatin1Char(':') + QString::number(port)).toStdString();
  };
  if (host == QLatin1String("localhost") || !QHostAddress(host).isNull()) {
    return next(net::SocketAddress::parse(text(host)));
  }
  QHostInfo::lookupHost(host, owner, [host, text, next](const QHostInfo& found) {
    if (found.addresses().isEmpty()) {
      return next(
          fail(ErrorCode::Unreachable, {}, "dial tcp: lookup " + host.toStdString() + ": no such host"));
    }
    next(net::SocketAddress::parse(text(found.addresses().constFirst().toString())));
  });
}

// An HTTP probe with its redirects; kept alive by the callbacks it waits for.
struct HttpProbe : std::enable_shared_from_this<HttpProbe> {
  HttpProbe(net::HttpClient& aClient, CheckSpec aSpec, QObject* anOwner, ProbeDone aDone)
      : client(aClient), spec(std::move(aSpec)), owner(anOwner), done(std::move(aDone)) {}

  void fetch(const QUrl& url, int redirectsLeft) {
    const auto self = shared_from_this();
    resolve(url.host(), static_cast<quint16>(url.port(80)), owner, [self, url, redirectsLeft](auto address) {
      if (!self->owner) return;
      if (!address)
        return self->finish(httpFailure(method(self->spec), self->spec.http, address.error().message));
      self->send(*address, url, redirectsLeft);
    });
  }

  void send(const net::SocketAddress& address, const QUrl& url, int redirectsLeft) {
    net::ClientRequest request;
    request.to = address;
    request.method = method(spec);
    request.target =
        url.toEncoded(QUrl::RemoveScheme | QUrl::RemoveAuthority | QUrl::RemoveFragment).toStdString();
    if (!request.target.starts_with('/')) request.target.insert(0, "/");
    request.fields = requestFields(spec, url);
    request.body = spec.body;
    request.timeout = probeTimeout(spec);
    const auto self = shared_from_this();
    client.send(std::move(request), [self, url, redirectsLeft](Result<net::HttpResponse> response) {
      if (self->owner) self->receive(std::move(response), url, redirectsLeft);
    });
  }

  void receive(Result<net::HttpResponse> response, const QUrl& url, int redirectsLeft) {
    if (!response) return finish(httpFailure(method(spec), spec.http, reason(response.error(), url)));
    if (response->status >= 301 && response->status <= 308 && redirectsLeft > 0) {
      for (const auto& [name, value] : response->fields) {
        if (foldCase(name) != "location") continue;
        const QUrl next = url.resolved(QUrl(QString::fromStdString(value)));
        if (next.scheme() == QLatin1String("http") && !next.host().isEmpty())
          return fetch(next, redirectsLeft - 1);
      }
    }
    finish(httpResult(spec, response->status, net::reasonPhrase(response->status), response->body));
  }

  void finish(ProbeResult result) const { done(std::move(result)); }

  net::HttpClient& client;
  CheckSpec spec;
  QPointer<QObject> owner;
  ProbeDone done;
};

}  // namespace

void probeHttp(net::HttpClient& client, const CheckSpec& spec, QObject* owner, ProbeDone done) {
  const QUrl url(QString::fromStdString(spec.http));
  if (!url.isValid() || url.host().isEmpty()) {
    return done(httpFailure(method(spec), spec.http,
                            "unsupported protocol scheme \"" + url.scheme().toStdString() + "\""));
  }
  std::make_shared<HttpProbe>(client, spec, owner, std::move(done))->fetch(url, kMaxRedirects);
}

void probeHttps(QNetworkAccessManager& network, const CheckSpec& spec, QObject* owner, ProbeDone done) {
  const QUrl url(QString::fromStdString(spec.http));
  QNetworkRequest request(url);
  for (const auto& [name, value] : requestFields(spec, url)) {
    if (name != "Connection")
      request.setRawHeader(QByteArray::fromStdString(name), QByteArray::fromStdString(value));
  }
  request.setAttribute(QNetworkRequest::RedirectPolicyAttribute, QNetworkRequest::NoLessSafeRedirectPolicy);
  request.setTransferTimeout(static_cast<int>(probeTimeout(spec).count()));
#if QT_CONFIG(ssl)
  if (spec.tlsSkipVerify) {
    QSslConfiguration tls = request.sslConfiguration();
    tls.setPeerVerifyMode(QSslSocket::VerifyNone);
    request.setSslConfiguration(tls);
  }
#endif
  QNetworkReply* const reply = network.sendCustomRequest(request, QByteArray::fromStdString(method(spec)),
                                                         QByteArray::fromStdString(spec.body));
  reply->setParent(owner);
  QObject::connect(reply, &QNetworkReply::finished, owner, [spec, reply, done] {
    reply->deleteLater();
    const int status = reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    if (status == 0) return done(httpFailure(method(spec), spec.http, reply->errorString().toStdString()));
    const QByteArray body = reply->read(static_cast<qint64>(outputLimit(spec)));
    done(httpResult(spec, status, net::reasonPhrase(status),
                    std::string_view(body.constData(), static_cast<std::size_t>(body.size()))));
  });
}

void probeTcp(const CheckSpec& spec, QObject* owner, ProbeDone done) {
  const QString target = QString::fromStdString(spec.tcp);
  const qsizetype colon = target.lastIndexOf(QLatin1Char(':'));
  QString host = target.left(colon);
  if (host.startsWith(QLatin1Char('[')) && host.endsWith(QLatin1Char(']')))
    host = host.mid(1, host.size() - 2);
  bool isPort = false;
  const quint16 port = target.mid(colon + 1).toUShort(&isPort);
  if (colon < 0 || !isPort)
    return done({kCritical, "dial tcp: address " + spec.tcp + ": missing port in address"});

  auto* const socket = new QTcpSocket(owner);
  auto* const timer = new QTimer(socket);
  const auto finish = [socket, done](ProbeResult result) {
    socket->disconnect();
    socket->deleteLater();
    done(std::move(result));
  };
  const std::string address = spec.tcp;
  QObject::connect(socket, &QTcpSocket::connected, owner, [finish, address] {
    finish({kPassing, "TCP connect " + address + ": Success"});
  });
  QObject::connect(socket, &QTcpSocket::errorOccurred, owner, [finish, socket, address] {
    finish(
        {kCritical, "dial tcp " + address + ": connect: " + foldCase(socket->errorString().toStdString())});
  });
  QObject::connect(timer, &QTimer::timeout, socket, [finish, address] {
    finish({kCritical, "dial tcp " + address + ": i/o timeout"});
  });
  timer->start(probeTimeout(spec));
  socket->connectToHost(host.isEmpty() ? QStringLiteral("127.0.0.1") : host, port);
}

void probeScript(const CheckSpec& spec, QObject* owner, ProbeDone done) {
  auto* const process = new QProcess(owner);
  auto* const timer = new QTimer(process);
  process->setProcessChannelMode(QProcess::MergedChannels);
  const auto finish = [process, spec, done](std::string_view status, std::string why) {
    process->disconnect();
    std::string output = why.empty() ? process->readAll().toStdString() : std::move(why);
    process->kill();
    process->deleteLater();
    const std::size_t limit = outputLimit(spec);
    if (output.size() > limit) {
      output = "Captured " + std::to_string(limit) + " of " + std::to_string(output.size()) +
               " bytes\n...\n" + output.substr(output.size() - limit);
    }
    done({status, std::move(output)});
  };
  QObject::connect(process, &QProcess::finished, owner, [finish](int code, QProcess::ExitStatus how) {
    if (how == QProcess::NormalExit && code == 0) return finish(kPassing, {});
    finish(how == QProcess::NormalExit && code == 1 ? kWarning : kCritical, {});
  });
  QObject::connect(process, &QProcess::errorOccurred, owner, [finish, process](QProcess::ProcessError error) {
    if (error == QProcess::FailedToStart) finish(kCritical, process->errorString().toStdString());
  });
  const auto timeout = probeTimeout(spec);
  QObject::connect(timer, &QTimer::timeout, process, [finish, timeout] {
    finish(kCritical, "Timed out (" + std::to_string(timeout.count()) + "ms) running check");
  });
  timer->setSingleShot(true);
  timer->start(timeout);
  QStringList arguments;
  for (std::size_t i = 1; i < spec.args.size(); ++i) arguments << QString::fromStdString(spec.args[i]);
  process->start(QString::fromStdString(spec.args[0]), arguments, QIODevice::ReadOnly);
}

}  // namespace halftone::registry
