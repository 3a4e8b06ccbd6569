namespace ActorStream.IntegrationTests.Support;

/// <summary>A test of the contract of logs, here for Kafka.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class LogFactAttribute : FactAttribute
{
    public LogFactAttribute() => Skip = Missing.Kafka;
}
