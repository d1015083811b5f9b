using System.Collections.Immutable;
using System.Text.Json;

namespace Leastwise.Reporting.Page;

/// <summary>Policies and escalation paths as the page holds them; the policies' texts stand apart.</summary>
internal static class PagePolicies
{
    public static void Write(Utf8JsonWriter json, Assessment assessment, PagePeople people)
    {
        ImmutableArray<AssessedPolicy> policies = assessment.Policies;
        var words = new Interned<string>();
        int NumberOf(string? word) => word is null ? -1 : words.NumberOf(word);
        json.WriteStartObject("columns");
        // The id is the ARN, or made of owner, kind and name; only one that is neither is written.
        json.WriteColumn("id", policies, policy => policy.Id == (policy.Arn ?? $"{policy.Owner}|{policy.Kind}|{policy.Name}") ? null : policy.Id);
        json.WriteColumn("name", policies, policy => policy.Name);
        json.WriteColumn("arn", policies, policy => policy.Arn);
        json.WriteColumn("kind", policies, policy => NumberOf(policy.Kind));
        json.WriteColumn("owner", policies, policy => policy.Owner is null ? -1 : people.NumberOf(policy.Owner));
        json.WriteColumn("account", policies, policy => NumberOf(policy.Account));
        json.WriteColumn("file", policies, policy => NumberOf(policy.File));
        json.WriteColumn("version", policies, policy => NumberOf(policy.Version));
        json.WriteColumn("otherVersions", policies, policy => policy.OtherVersions.Length);
        json.WriteColumn("holders", policies, (writer, policy) =>
        {
            writer.WriteStartArray();
            foreach (PolicyHolder holder in policy.Holders)
            {
                writer.WriteNumberValue(people.NumberOf(holder.Arn, holder.Name));
                writer.WriteNumberValue(words.NumberOf(holder.How));
            }

            writer.WriteEndArray();
        });
        json.WriteEndObject();
        people.WriteOthers(json);
        json.WriteColumn("words", words.Values, word => word);
        AssessmentJson.WritePaths(json, assessment.Paths);
    }

    /// <summary>Writes the policies' texts: <c>"documents"</c> in the policies' order, and <c>"versions": [[place, id, created, document], …]</c> for the others.</summary>
    public static void WriteDocuments(Utf8JsonWriter json, ImmutableArray<AssessedPolicy> policies)
    {
        json.WriteColumn("documents", policies, policy => policy.Document);
        json.WriteStartArray("versions");
        for (int place = 0; place < policies.Length; place++)
        {
            foreach (OtherVersion other in policies[place].OtherVersions)
            {
                json.WriteStartArray();
                json.WriteNumberValue(place);
                json.WriteStringValue(other.Id);
                json.WriteStringValue(other.Created is { } created ? JsonText.Time(created) : null);
                json.WriteStringValue(other.Document);
                json.WriteEndArray();
            }
        }

        json.WriteEndArray();
    }
}
