using System.Text.Json;

namespace ActorStream.Node.Endpoints;

/// <summary>Takes secrets out of answers, wherever they stand: a topic's name, an operator's description, an error. It works on the
/// texts of the answer, not on its JSON, where a secret may be escaped.</summary>
internal sealed class SecretHiding(Func<string, string> hide)
{
    /// <summary>A text as it may be shown.</summary>
    public string Text(string text) => hide(text);

    /// <summary>The same JSON, with every text and every name as it may be shown.</summary>
    public byte[] Json(byte[] json)
    {
        using JsonDocument document = JsonDocument.Parse(json);
        using var shown = new MemoryStream(json.Length);
        using (var writer = new Utf8JsonWriter(shown)) Write(writer, document.RootElement);
        return shown.ToArray();
    }

    private void Write(Utf8JsonWriter writer, JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (JsonProperty property in element.EnumerateObject())
                {
                    writer.WritePropertyName(hide(property.Name));
                    Write(writer, property.Value);
                }
                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (JsonElement item in element.EnumerateArray()) Write(writer, item);
                writer.WriteEndArray();
                break;
            case JsonValueKind.String:
                writer.WriteStringValue(hide(element.GetString()!));
                break;
            default:
                element.WriteTo(writer);
                break;
        }
    }
}
