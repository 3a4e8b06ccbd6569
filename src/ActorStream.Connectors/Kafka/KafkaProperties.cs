using System.Security.Cryptography;
using System.Text;

namespace ActorStream.Connectors.Kafka;

/// <summary>
/// What of Kafka's client properties may be set. The list names what is allowed, because some properties run programs, load libraries or
/// undo what exactly-once stands on; those are refused with the reason. Names of the Java client, which Flink scripts have, are
/// translated to librdkafka's.
/// </summary>
internal static class KafkaProperties
{
    private enum Scope
    {
        Client,
        Consumer,
        Producer,
    }

    private static readonly Dictionary<string, (Scope Scope, string Name)> Allowed = new(StringComparer.Ordinal)
    {
        ["bootstrap.servers"] = (Scope.Client, "bootstrap.servers"),
        ["client.id"] = (Scope.Client, "client.id"),
        ["client.rack"] = (Scope.Consumer, "client.rack"),
        ["client.dns.lookup"] = (Scope.Client, "client.dns.lookup"),
        ["broker.address.family"] = (Scope.Client, "broker.address.family"),
        ["client.id.prefix"] = (Scope.Client, "client.id"),
        ["metadata.max.age.ms"] = (Scope.Client, "metadata.max.age.ms"),
        ["connections.max.idle.ms"] = (Scope.Client, "connections.max.idle.ms"),
        ["reconnect.backoff.ms"] = (Scope.Client, "reconnect.backoff.ms"),
        ["reconnect.backoff.max.ms"] = (Scope.Client, "reconnect.backoff.max.ms"),
        ["retry.backoff.ms"] = (Scope.Client, "retry.backoff.ms"),
        ["retry.backoff.max.ms"] = (Scope.Client, "retry.backoff.max.ms"),
        ["socket.timeout.ms"] = (Scope.Client, "socket.timeout.ms"),
        ["socket.connection.setup.timeout.ms"] = (Scope.Client, "socket.connection.setup.timeout.ms"),
        ["socket.keepalive.enable"] = (Scope.Client, "socket.keepalive.enable"),
        ["socket.nagle.disable"] = (Scope.Client, "socket.nagle.disable"),
        ["receive.message.max.bytes"] = (Scope.Client, "receive.message.max.bytes"),
        ["ssl.ca.location"] = (Scope.Client, "ssl.ca.location"),
        ["ssl.ca.pem"] = (Scope.Client, "ssl.ca.pem"),
        ["ssl.certificate.location"] = (Scope.Client, "ssl.certificate.location"),
        ["ssl.certificate.pem"] = (Scope.Client, "ssl.certificate.pem"),
        ["ssl.key.location"] = (Scope.Client, "ssl.key.location"),
        ["ssl.key.pem"] = (Scope.Client, "ssl.key.pem"),
        ["ssl.key.password"] = (Scope.Client, "ssl.key.password"),
        ["ssl.keystore.password"] = (Scope.Client, "ssl.keystore.password"),
        ["ssl.cipher.suites"] = (Scope.Client, "ssl.cipher.suites"),
        ["enable.ssl.certificate.verification"] = (Scope.Client, "enable.ssl.certificate.verification"),
        ["ssl.keystore.certificate.chain"] = (Scope.Client, "ssl.certificate.pem"),
        ["ssl.keystore.key"] = (Scope.Client, "ssl.key.pem"),
        ["ssl.truststore.certificates"] = (Scope.Client, "ssl.ca.pem"),
        ["sasl.username"] = (Scope.Client, "sasl.username"),
        ["sasl.password"] = (Scope.Client, "sasl.password"),
        ["fetch.min.bytes"] = (Scope.Consumer, "fetch.min.bytes"),
        ["fetch.max.bytes"] = (Scope.Consumer, "fetch.max.bytes"),
        ["fetch.max.wait.ms"] = (Scope.Consumer, "fetch.wait.max.ms"),
        ["fetch.wait.max.ms"] = (Scope.Consumer, "fetch.wait.max.ms"),
        ["fetch.error.backoff.ms"] = (Scope.Consumer, "fetch.error.backoff.ms"),
        ["max.partition.fetch.bytes"] = (Scope.Consumer, "max.partition.fetch.bytes"),
        ["check.crcs"] = (Scope.Consumer, "check.crcs"),
        ["queued.min.messages"] = (Scope.Consumer, "queued.min.messages"),
        ["queued.max.messages.kbytes"] = (Scope.Consumer, "queued.max.messages.kbytes"),
        ["session.timeout.ms"] = (Scope.Consumer, "session.timeout.ms"),
        ["heartbeat.interval.ms"] = (Scope.Consumer, "heartbeat.interval.ms"),
        ["max.poll.interval.ms"] = (Scope.Consumer, "max.poll.interval.ms"),
        ["linger.ms"] = (Scope.Producer, "linger.ms"),
        ["batch.size"] = (Scope.Producer, "batch.size"),
        ["batch.num.messages"] = (Scope.Producer, "batch.num.messages"),
        ["compression.type"] = (Scope.Producer, "compression.type"),
        ["compression.level"] = (Scope.Producer, "compression.level"),
        ["max.request.size"] = (Scope.Producer, "message.max.bytes"),
        ["message.max.bytes"] = (Scope.Producer, "message.max.bytes"),
        ["delivery.timeout.ms"] = (Scope.Producer, "message.timeout.ms"),
        ["message.timeout.ms"] = (Scope.Producer, "message.timeout.ms"),
        ["max.in.flight.requests.per.connection"] = (Scope.Producer, "max.in.flight.requests.per.connection"),
        ["retries"] = (Scope.Producer, "retries"),
        ["transaction.timeout.ms"] = (Scope.Producer, "transaction.timeout.ms"),
        ["sticky.partitioning.linger.ms"] = (Scope.Producer, "sticky.partitioning.linger.ms"),
    };

    private static readonly Dictionary<string, string> Refused = new(StringComparer.Ordinal)
    {
        ["sasl.kerberos.kinit.cmd"] = "it runs a program",
        ["plugin.library.paths"] = "it loads code",
        ["ssl.engine.location"] = "it loads code",
        ["ssl.engine.factory.class"] = "it loads code",
        ["ssl.provider"] = "it loads code",
        ["security.providers"] = "it loads code",
        ["ssl.providers"] = "it loads code",
        ["interceptor.classes"] = "it loads code",
        ["sasl.client.callback.handler.class"] = "it loads code",
        ["sasl.login.callback.handler.class"] = "it loads code",
        ["sasl.login.class"] = "it loads code",
        ["sasl.oauthbearer.config"] = "OAUTHBEARER is not supported",
        ["transactional.id"] = "the job chooses it from 'sink.transactional-id-prefix'",
        ["enable.auto.offset.store"] = "offsets are committed with the job's checkpoints",
        ["enable.partition.eof"] = "bounded reading and the lag depend on it",
        ["partitioner.class"] = "'sink.partitioner' says it",
        ["partitioner"] = "'sink.partitioner' says it",
        ["ssl.truststore.password"] = "a PEM trust store has none",
        ["debug"] = "its output may hold secrets",
        ["log_level"] = "the product's own log has levels",
    };

    /// <summary>Whether a property's value must not be shown.</summary>
    public static bool IsSecret(string name) => Redaction.IsSecret(name) || name is "ssl.keystore.key" or "ssl.key.pem";

    /// <summary>Checks and translates properties.</summary>
    /// <exception cref="ActorStreamException">One is not allowed, or its value is not.</exception>
    public static KafkaSettings Translate(IReadOnlyDictionary<string, string> properties)
    {
        Dictionary<string, string>[] scopes =
            [new(StringComparer.Ordinal), new(StringComparer.Ordinal), new(StringComparer.Ordinal)];
        int? maxPollRecords = null;
        var without = new List<string>();
        foreach ((string name, string value) in properties)
        {
            if (name == "transaction.timeout.ms") _ = Number(name, value);
            if (Allowed.TryGetValue(name, out (Scope Scope, string Name) allowed)) scopes[(int)allowed.Scope][allowed.Name] = value;
            else if (name == "max.poll.records") maxPollRecords = Number(name, value);
            else if (name == "request.timeout.ms") scopes[(int)Scope.Producer]["request.timeout.ms"] = value;
            else if (KafkaJavaProperties.HasNoCounterpart(name)) without.Add(name);
            else if (name is not ("group.id" or "auto.offset.reset"))
                Special(name, value, properties, scopes[(int)Scope.Client], scopes[(int)Scope.Producer]);
        }
        if (properties.TryGetValue("enable.auto.commit", out string? commits) && !properties.ContainsKey("group.id")
            && commits.Equals("true", StringComparison.OrdinalIgnoreCase))
            throw new ActorStreamException("Property group.id is required when offset commit is enabled.", ErrorDomain.User,
                hint: "Set 'properties.group.id', or leave out 'properties.enable.auto.commit'.");
        Dictionary<string, string> client = scopes[(int)Scope.Client];
        string address = client.GetValueOrDefault("bootstrap.servers", "");
        return new KafkaSettings
        {
            Address = address,
            Identity = "kafka:" + string.Join(',',
                address.Split(',', StringSplitOptions.TrimEntries).Order(StringComparer.Ordinal)) + Credentials(client),
            GroupId = properties.GetValueOrDefault("group.id"),
            AutoOffsetReset = properties.GetValueOrDefault("auto.offset.reset"),
            MaxPollRecords = maxPollRecords,
            WithoutCounterpart = [.. without.Order(StringComparer.Ordinal)],
            Client = client,
            Consumer = scopes[(int)Scope.Consumer],
            Producer = scopes[(int)Scope.Producer],
        };
    }

    /// <summary>Properties whose name is not the same, or of which only some values are allowed.</summary>
    private static void Special(
        string name, string value, IReadOnlyDictionary<string, string> all, Dictionary<string, string> client,
        Dictionary<string, string> producer)
    {
        switch (name)
        {
            case "security.protocol":
                client[name] = OneOf(name, value.ToUpperInvariant(), null, "PLAINTEXT", "SSL", "SASL_PLAINTEXT",
                    "SASL_SSL").ToLowerInvariant();
                break;
            case "sasl.mechanism" or "sasl.mechanisms":
                client["sasl.mechanisms"] = OneOf(
                    name, value.ToUpperInvariant(), "GSSAPI would run kinit, OAUTHBEARER needs code.", "PLAIN", "SCRAM-SHA-256",
                    "SCRAM-SHA-512");
                break;
            case "sasl.jaas.config":
                (client["sasl.username"], client["sasl.password"]) = JaasConfig.Read(value);
                break;
            case "ssl.endpoint.identification.algorithm":
                client[name] = value.Length == 0 ? "none" : OneOf(name, value.ToLowerInvariant(), null, "https", "none");
                break;
            case "ssl.truststore.type" or "ssl.keystore.type":
                break;
            case "ssl.truststore.location":
                client["ssl.ca.location"] = StoreLocation(name, value, all, "ssl.truststore.type", "PEM");
                break;
            case "ssl.keystore.location":
                if (StoreType(all, "ssl.keystore.type") == "PEM")
                    (client["ssl.certificate.location"], client["ssl.key.location"]) = (value, value);
                else client["ssl.keystore.location"] = StoreLocation(name, value, all, "ssl.keystore.type", "PKCS12");
                break;
            case "send.buffer.bytes" or "receive.buffer.bytes":
                // -1 is the system's own size to the one, 0 to the other.
                client["socket." + name] = value == "-1" ? "0" : value;
                break;
            case "compression.gzip.level" or "compression.lz4.level" or "compression.zstd.level":
                if (name == $"compression.{all.GetValueOrDefault("compression.type", "none").ToLowerInvariant()}.level")
                    producer["compression.level"] = value;
                break;
            case "acks":
                producer["acks"] = OneOf(name, value.ToLowerInvariant(), "Fewer acknowledgements would lose rows.", "all", "-1");
                break;
            case "isolation.level":
                _ = OneOf(name, value.ToLowerInvariant(), "Reading what is not committed would break exactly-once.", "read_committed");
                break;
            default:
                if (!KafkaJavaProperties.IsHarmless(name, value)) throw Refuse(name, value);
                break;
        }
    }

    private static ActorStreamException Refuse(string name, string value)
    {
        if (KafkaJavaProperties.Choices(name) is { } choices) return new ActorStreamException(
            $"The Kafka property 'properties.{name}' must be {choices.Values}, but is '{value}'.", ErrorDomain.User, hint: choices.Why);
        string? reason = Refused.GetValueOrDefault(name)
            ?? (name.StartsWith("sasl.kerberos.", StringComparison.Ordinal) ? "Kerberos is not supported" : null)
            ?? (name.StartsWith("sasl.oauthbearer.", StringComparison.Ordinal) ? "OAUTHBEARER is not supported" : null);
        return reason is not null
            ? new ActorStreamException($"The Kafka property 'properties.{name}' is not allowed: {reason}.", ErrorDomain.User,
                hint: "Remove it.")
            : new ActorStreamException(
                $"The Kafka property 'properties.{name}' is not among those that may be set.", ErrorDomain.User,
                hint: "Those are: " + string.Join(", ", Names()) + ".");
    }

    private static IEnumerable<string> Names() => Allowed.Keys
        .Concat(["group.id", "auto.offset.reset", "max.poll.records", "request.timeout.ms", "security.protocol", "sasl.mechanism",
            "sasl.jaas.config",
            "ssl.endpoint.identification.algorithm", "ssl.truststore.location", "ssl.truststore.type", "ssl.keystore.location",
                "ssl.keystore.type", "acks",
            "isolation.level", "enable.idempotence", "send.buffer.bytes", "receive.buffer.bytes"])
        .Order(StringComparer.Ordinal);

    private static string OneOf(string name, string value, string? why, params string[] choices) =>
        choices.Contains(value, StringComparer.Ordinal)
            ? value
            : throw new ActorStreamException(
                $"The Kafka property 'properties.{name}' must be {string.Join(" or ", choices.Select(c => $"'{c}'"))}, but is '{value}'.",
                ErrorDomain.User, hint: why);

    private static string StoreType(IReadOnlyDictionary<string, string> all, string typeName) =>
        all.GetValueOrDefault(typeName, "JKS").ToUpperInvariant();

    private static string StoreLocation(
        string name, string value, IReadOnlyDictionary<string, string> all, string typeName, string expected)
    {
        string type = StoreType(all, typeName);
        if (type == expected) return value;
        throw new ActorStreamException(
            $"The Kafka property 'properties.{name}' must name a {expected} store, but '{typeName}' is {type}, which only Java reads.",
            ErrorDomain.User, hint: expected == "PEM"
                ? "Export the certificates: keytool -exportcert -rfc …, and set 'properties.ssl.ca.location' to that file."
                : "Convert it: keytool -importkeystore -deststoretype PKCS12 …, and set 'properties.ssl.keystore.type' to 'PKCS12'; or set "
                    + "it to 'PEM' for a file of a key and its certificates.");
    }

    private static int Number(string name, string value) =>
        int.TryParse(value, out int number) && number > 0
            ? number
            : throw new ActorStreamException($"The Kafka property 'properties.{name}' must be a positive number, but is '{value}'.",
                ErrorDomain.User);

    /// <summary>Tells clients with different credentials apart without showing them.</summary>
    private static string Credentials(Dictionary<string, string> client)
    {
        string[] security = [.. client.Where(p => p.Key.StartsWith("sasl.", StringComparison.Ordinal)
            || p.Key.StartsWith("ssl.", StringComparison.Ordinal)
            || p.Key == "security.protocol").OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => p.Key + "\0" + p.Value)];
        return security.Length == 0 ? ""
            : "#" + Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', security))))[..16];
    }
}
