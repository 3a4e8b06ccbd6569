namespace ActorStream.IntegrationTests.Support;

/// <summary>Why a test cannot run on this machine; null where it can.</summary>
internal static class Missing
{
    public static string? Kafka { get; } =
        Environment.GetEnvironmentVariable("ACTORSTREAM_TEST_KAFKA") is { Length: > 0 } ? null : KafkaServer.Missing;

    public static string? KafkaServerOfOwn { get; } = KafkaServer.Missing;

    public static string? Flink { get; } =
        !File.Exists(FlinkScript) ? "No Flink distribution at ../shared/flink."
        : Machine.FindProgram("java") is null ? "Flink needs Java, which is not installed."
        : null;

    /// <summary>The script that runs the reference: <c>flink sql SCRIPT</c>.</summary>
    public static string FlinkScript => Path.GetFullPath(Path.Combine(Machine.Checkout, "..", "shared", "flink", "flink"));
}

/// <summary>A test that needs a broker, of which there may be one for all tests.</summary>
internal sealed class RequiresKafkaFactAttribute : FactAttribute
{
    public RequiresKafkaFactAttribute() => Skip = Missing.Kafka;
}

/// <summary>The same, with cases.</summary>
internal sealed class RequiresKafkaTheoryAttribute : TheoryAttribute
{
    public RequiresKafkaTheoryAttribute() => Skip = Missing.Kafka;
}

/// <summary>A test that starts brokers of its own, to stop, kill or freeze them.</summary>
internal sealed class RequiresKafkaServerFactAttribute : FactAttribute
{
    public RequiresKafkaServerFactAttribute() => Skip = Missing.KafkaServerOfOwn;
}

/// <summary>The same, with cases.</summary>
internal sealed class RequiresKafkaServerTheoryAttribute : TheoryAttribute
{
    public RequiresKafkaServerTheoryAttribute() => Skip = Missing.KafkaServerOfOwn;
}

/// <summary>A test that needs MariaDB's server program.</summary>
internal sealed class RequiresMariaDbFactAttribute : FactAttribute
{
    public RequiresMariaDbFactAttribute() => Skip = MariaDbServer.Missing;
}

/// <summary>The same, with cases.</summary>
internal sealed class RequiresMariaDbTheoryAttribute : TheoryAttribute
{
    public RequiresMariaDbTheoryAttribute() => Skip = MariaDbServer.Missing;
}

/// <summary>A test that needs PostgreSQL's server program.</summary>
internal sealed class RequiresPostgresFactAttribute : FactAttribute
{
    public RequiresPostgresFactAttribute() => Skip = PostgresServer.Missing;
}

/// <summary>The same, with cases.</summary>
internal sealed class RequiresPostgresTheoryAttribute : TheoryAttribute
{
    public RequiresPostgresTheoryAttribute() => Skip = PostgresServer.Missing;
}

/// <summary>A test that needs a broker and MariaDB.</summary>
internal sealed class RequiresKafkaAndMariaDbFactAttribute : FactAttribute
{
    public RequiresKafkaAndMariaDbFactAttribute() => Skip = Missing.Kafka ?? MariaDbServer.Missing;
}

/// <summary>A test that compares with the reference, Apache Flink.</summary>
internal sealed class RequiresFlinkFactAttribute : FactAttribute
{
    public RequiresFlinkFactAttribute() => Skip = Missing.Flink;
}

/// <summary>The same, with cases.</summary>
internal sealed class RequiresFlinkTheoryAttribute : TheoryAttribute
{
    public RequiresFlinkTheoryAttribute() => Skip = Missing.Flink;
}
