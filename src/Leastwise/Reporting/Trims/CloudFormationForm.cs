using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Leastwise.Policies;
using Leastwise.Principals;
using Leastwise.Trimming.Cutting;

namespace Leastwise.Reporting.Trims;

/// <summary>A trim as a CloudFormation template.</summary>
public static class CloudFormationForm
{
    /// <summary>Writes it, in JSON.</summary>
    public static string Write(TrimResult result)
    {
        TrimSubject subject = result.Subject;
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WriteString("AWSTemplateFormatVersion", "2010-09-09");
            json.WriteString("Description", $"Trim of {Legible.Plain(subject.Label)}. {TrimWords.Summary(result)}");
            if (subject.Kind != SubjectKind.Policy)
            {
                json.WriteStartObject("Metadata");
                json.WriteStartArray(subject.IsReserved ? "ToReplaceInThePermissionSet" : "ToRemoveOnceThisIsInPlace");
                foreach (NamedPolicy source in subject.Sources)
                {
                    json.WriteStringValue(source.Arn ?? $"the inline policy {source.Name}");
                }

                json.WriteEndArray();
                json.WriteEndObject();
            }

            json.WriteStartObject("Resources");
            for (int i = 0; i < result.Policies.Length; i++)
            {
                NamedPolicy policy = result.Policies[i];
                json.WriteStartObject($"TrimmedPolicy{i + 1}");
                json.WriteString("Type", result.IsInline ? $"AWS::IAM::{subject.Kind}Policy" : "AWS::IAM::ManagedPolicy");
                json.WriteStartObject("Properties");
                if (result.IsInline)
                {
                    json.WriteString("PolicyName", policy.Name);
                    json.WriteString($"{subject.Kind}Name", subject.Name);
                }
                else
                {
                    json.WriteString("ManagedPolicyName", subject.Kind == SubjectKind.Policy && i == 0 ? subject.Name : policy.Name);
                    if (subject is { Kind: not SubjectKind.Policy, IsReserved: false })
                    {
                        json.WriteStartArray($"{subject.Kind}s");
                        json.WriteStringValue(subject.Name);
                        json.WriteEndArray();
                    }
                }

                json.WritePropertyName("PolicyDocument");
                json.WriteRawValue(PolicyWriter.Write(policy.Document, indented: false));
                json.WriteEndObject();
                json.WriteEndObject();
            }

            json.WriteEndObject();
            json.WriteEndObject();
        }

        // A raw value keeps its own layout; read and written once more, all is laid out alike.
        using JsonDocument whole = JsonDocument.Parse(buffer.WrittenMemory);
        var output = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(output, new JsonWriterOptions { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            whole.WriteTo(json);
        }

        return Encoding.UTF8.GetString(output.WrittenSpan) + "\n";
    }
}
