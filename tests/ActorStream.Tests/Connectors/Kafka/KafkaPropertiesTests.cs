using ActorStream.Connectors.Kafka;

namespace ActorStream.Tests.Connectors.Kafka;

public sealed class KafkaPropertiesTests
{
    [Theory]
    [InlineData("sasl.kerberos.kinit.cmd", "touch /tmp/x")]
    [InlineData("sasl.kerberos.service.name", "kafka")]
    [InlineData("plugin.library.paths", "/tmp/x.so")]
    [InlineData("ssl.engine.location", "/tmp/x.so")]
    [InlineData("ssl.providers", "x")]
    [InlineData("interceptor.classes", "X")]
    [InlineData("sasl.oauthbearer.method", "oidc")]
    [InlineData("isolation.level", "read_uncommitted")]
    [InlineData("enable.idempotence", "perhaps")]
    [InlineData("commit.offsets.on.checkpoint", "false")]
    [InlineData("partitioner.ignore.keys", "true")]
    [InlineData("ssl.enabled.protocols", "TLSv1.3")]
    [InlineData("value.serializer", "org.apache.kafka.common.serialization.StringSerializer")]
    [InlineData("transaction.timeout.ms", "soon")]
    [InlineData("transactional.id", "x")]
    [InlineData("acks", "1")]
    [InlineData("sasl.mechanism", "GSSAPI")]
    [InlineData("ssl.keystore.location", "/x.jks")]
    [InlineData("value.deserializer", "org.apache.kafka.common.serialization.StringDeserializer")]
    [InlineData("debug", "all")]
    [InlineData("no.such.property", "x")]
    [InlineData("ssl.truststore.location", "/x.jks")]
    [InlineData("max.poll.records", "many")]
    public void WhatIsNotAllowedIsRefusedByName(string name, string value)
    {
        var error = Assert.Throws<ActorStreamException>(() => Translate((name, value)));
        Assert.Contains(name, error.Message, StringComparison.Ordinal);
        Assert.Equal(ErrorDomain.User, error.Domain);
    }

    [Theory]
    [InlineData("isolation.level", "read_committed")]
    [InlineData("enable.auto.commit", "false")]
    [InlineData("enable.idempotence", "true")]
    [InlineData("enable.idempotence", "false")]
    [InlineData("enable.auto.commit", "true")]
    [InlineData("allow.auto.create.topics", "false")]
    [InlineData("key.deserializer", "org.apache.kafka.common.serialization.ByteArrayDeserializer")]
    [InlineData("value.serializer", "org.apache.kafka.common.serialization.ByteArraySerializer")]
    [InlineData("commit.offsets.on.checkpoint", "true")]
    [InlineData("ssl.enabled.protocols", "TLSv1.2,TLSv1.3")]
    [InlineData("ssl.protocol", "TLSv1.3")]
    [InlineData("compression.zstd.level", "5")]
    public void ValuesThatChangeNothingAreAccepted(string name, string value)
    {
        KafkaSettings settings = Translate((name, value), ("group.id", "g"));
        Assert.Single(settings.Client);
        Assert.Empty(settings.Consumer);
        Assert.Empty(settings.Producer);
    }

    [Theory]
    [InlineData("org.apache.kafka.common.security.plain.PlainLoginModule required username=\"al\\\"ice\" password=\"p;w=1\";", "al\"ice",
        "p;w=1")]
    [InlineData("org.apache.kafka.common.security.scram.ScramLoginModule  required\n password=s3 username=bob ;", "bob", "s3")]
    public void JaasConfigGivesUserAndPassword(string jaas, string user, string password)
    {
        KafkaSettings settings =
            Translate(("sasl.jaas.config", jaas), ("sasl.mechanism", "SCRAM-SHA-512"), ("security.protocol", "SASL_SSL"));
        Assert.Equal(user, settings.Client["sasl.username"]);
        Assert.Equal(password, settings.Client["sasl.password"]);
        Assert.Equal("SCRAM-SHA-512", settings.Client["sasl.mechanisms"]);
        Assert.Equal("sasl_ssl", settings.Client["security.protocol"]);
    }

    [Fact]
    public void AJaasConfigThatIsRefusedIsNotRepeated()
    {
        var error = Assert.Throws<ActorStreamException>(() =>
            Translate(("sasl.jaas.config", "com.sun.Krb5LoginModule required password=\"hush\";")));
        Assert.DoesNotContain("hush", error.Message + error.Hint, StringComparison.Ordinal);
    }

    [Fact]
    public void JavaNamesBecomeThoseOfTheLibrary()
    {
        KafkaSettings settings = Translate(
            ("fetch.max.wait.ms", "50"), ("max.request.size", "2000000"), ("delivery.timeout.ms", "60000"), ("ssl.truststore.type", "PEM"),
            ("ssl.truststore.location", "/ca.pem"), ("max.poll.records", "10"), ("group.id", "g"), ("auto.offset.reset", "latest"));
        Assert.Equal("50", settings.Consumer["fetch.wait.max.ms"]);
        Assert.Equal("2000000", settings.Producer["message.max.bytes"]);
        Assert.Equal("60000", settings.Producer["message.timeout.ms"]);
        Assert.Equal("/ca.pem", settings.Client["ssl.ca.location"]);
        Assert.Equal(10, settings.MaxPollRecords);
        Assert.Equal("g", settings.GroupId);
        Assert.Equal("latest", settings.AutoOffsetReset);
    }

    [Fact]
    public void WhatHasNoCounterpartIsNamedAndChangesNothing()
    {
        KafkaSettings settings = Translate(
            ("max.block.ms", "1"), ("auto.commit.interval.ms", "1000"), ("flink.partition-discovery.interval-millis", "10000"),
            ("partition.assignment.strategy", "org.apache.kafka.clients.consumer.RangeAssignor"));
        Assert.Equal(
            ["auto.commit.interval.ms", "flink.partition-discovery.interval-millis", "max.block.ms", "partition.assignment.strategy"],
            settings.WithoutCounterpart);
        Assert.Single(settings.Client);
        Assert.Empty(settings.Consumer);
        Assert.Empty(settings.Producer);
    }

    [Fact]
    public void OtherWaysOfTheJavaClientAreTranslated()
    {
        KafkaSettings settings = Translate(
            ("ssl.keystore.type", "PEM"), ("ssl.keystore.location", "/me.pem"), ("receive.buffer.bytes", "-1"),
            ("send.buffer.bytes", "131072"), ("compression.type", "zstd"), ("compression.zstd.level", "5"), ("compression.gzip.level", "9"),
            ("client.id.prefix", "orders"));
        Assert.Equal("/me.pem", settings.Client["ssl.certificate.location"]);
        Assert.Equal("/me.pem", settings.Client["ssl.key.location"]);
        Assert.Equal("0", settings.Client["socket.receive.buffer.bytes"]);
        Assert.Equal("131072", settings.Client["socket.send.buffer.bytes"]);
        Assert.Equal("5", settings.Producer["compression.level"]);
        Assert.Equal("orders", settings.Client["client.id"]);
    }

    [Fact]
    public void TheIdentityIsThatOfTheClusterAndTheCredentials()
    {
        Assert.Equal(Translate(("bootstrap.servers", "b:1,a:2")).Identity,
            Translate(("bootstrap.servers", "a:2, b:1"), ("group.id", "g")).Identity);
        string secret = Translate(("sasl.username", "u"), ("sasl.password", "hush")).Identity;
        Assert.NotEqual(Translate(("sasl.username", "u"), ("sasl.password", "other")).Identity, secret);
        Assert.DoesNotContain("hush", secret, StringComparison.Ordinal);
    }

    private static KafkaSettings Translate(params (string Name, string Value)[] properties)
    {
        Dictionary<string, string> all = properties.ToDictionary(p => p.Name, p => p.Value);
        all.TryAdd("bootstrap.servers", "localhost:9092");
        return KafkaProperties.Translate(all);
    }
}
