using System.Buffers;
using System.Collections.Immutable;
using System.Text.Json;
using Leastwise.Catalog;
using Leastwise.Principals;
using Leastwise.Usage;

namespace Leastwise.Reporting;

/// <summary>Principals, verdicts and evidence as JSON.</summary>
internal static class PrincipalJson
{
    // Of what stands in the lines of privileges, of which a large account has millions: escaped once.
    private static readonly JsonEncodedText Action = JsonEncodedText.Encode("action");
    private static readonly JsonEncodedText VerdictName = JsonEncodedText.Encode("verdict");
    private static readonly JsonEncodedText Used = JsonEncodedText.Encode("used");
    private static readonly JsonEncodedText Unused = JsonEncodedText.Encode("unused");
    private static readonly JsonEncodedText Unknown = JsonEncodedText.Encode("unknown");
    private static readonly JsonEncodedText Ungranted = JsonEncodedText.Encode("ungranted");
    private static readonly JsonEncodedText Reason = JsonEncodedText.Encode("reason");
    private static readonly JsonEncodedText Count = JsonEncodedText.Encode("count");
    private static readonly JsonEncodedText FirstUsed = JsonEncodedText.Encode("firstUsed");
    private static readonly JsonEncodedText LastUsed = JsonEncodedText.Encode("lastUsed");
    private static readonly JsonEncodedText UnknownReasonName = JsonEncodedText.Encode("unknownReason");
    private static readonly JsonEncodedText Settle = JsonEncodedText.Encode("settle");

    /// <summary>
    /// The same with all that the report knows besides. Privileges that were not used name their reason by its number in <paramref name="reasons"/>,
    /// else the sentences would be four fifths of the file.
    /// </summary>
    public static void WriteFull(Utf8JsonWriter json, AssessedPrincipal principal, ReasonTable reasons)
    {
        json.WriteStartObject();
        json.WriteString("account", principal.AccountId);
        json.WriteTime("created", principal.Created);
        json.WriteNumber("events", principal.Events);
        json.WriteNumber("deniedCalls", principal.DeniedCalls);
        json.WriteTime("firstUsed", principal.FirstUsed);
        json.WriteTime("lastUsed", principal.LastUsed);
        WriteCounts(json, principal.Counts);
        WriteAround(json, principal);
        WriteUsageMembers(json, principal, reasons);
        WriteUnresolved(json, principal.Unresolved);
        json.WriteEndObject();
    }

    /// <summary>What stands around the verdicts: policies, trust, who was behind sessions; members of an object that is open.</summary>
    private static void WriteAround(Utf8JsonWriter json, AssessedPrincipal principal)
    {
        WritePolicies(json, principal);
        WriteOrigins(json, principal.Origins);
        WritePermissionSet(json, principal.PermissionSet);
        WriteTrim(json, principal.Trim);
    }

    public static void WritePermissionSet(Utf8JsonWriter json, PermissionSet? set)
    {
        if (set is not null)
        {
            json.WriteStartObject("permissionSet");
            json.WriteString("name", set.Name);
            json.WriteString("arn", set.Arn);
            json.WriteEndObject();
        }
    }

    public static void WriteTrim(Utf8JsonWriter json, AssessedTrim? trim)
    {
        if (trim is not null)
        {
            json.WritePropertyName("trim");
            JsonSerializer.Serialize(json, trim, ReportJsonContext.Default.AssessedTrim);
        }
    }

    public static void WriteCounts(Utf8JsonWriter json, VerdictCounts counts)
    {
        json.WriteStartObject("counts");
        json.WriteNumber("granted", counts.Granted);
        json.WriteNumber("used", counts.Used);
        json.WriteNumber("unused", counts.Unused);
        json.WriteNumber("unknown", counts.Unknown);
        json.WriteNumber("ungranted", counts.Ungranted);
        json.WriteEndObject();
    }

    public static void WriteUnresolved(Utf8JsonWriter json, ImmutableArray<UnresolvedEvent> events)
    {
        json.WriteStartArray("unresolvedEvents");
        foreach (UnresolvedEvent unresolved in events)
        {
            json.WriteStartObject();
            json.WriteString("eventSource", unresolved.Source);
            json.WriteString("eventName", unresolved.Name);
            json.WriteNumber("count", unresolved.Count);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteUsageMembers(Utf8JsonWriter json, AssessedPrincipal principal, ReasonTable reasons)
    {
        json.WriteString("arn", principal.Arn);
        json.WriteString("name", principal.Name);
        json.WriteString("type", principal.Type);
        WritePrivileges(json, principal.Privileges, reasons);
    }

    /// <summary>A line for each privilege, whatever the rest looks like: an administrator has 22,000.</summary>
    public static void WritePrivileges(Utf8JsonWriter json, IEnumerable<PrivilegeUsage> privileges, ReasonTable? reasons, Func<CatalogAction, IEnumerable<string>>? grantedOn = null)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        var sentences = new Dictionary<string, JsonEncodedText>(StringComparer.Ordinal);
        using var line = new Utf8JsonWriter(buffer);
        json.WriteStartArray("privileges");
        foreach (PrivilegeUsage privilege in privileges)
        {
            line.WriteStartObject();
            line.WriteString(Action, privilege.Action.FullName);
            if (reasons?.NumberOf(privilege) is { } reason)
            {
                line.WriteString("verdict", privilege.Verdict is Verdict.Unused ? "unused" : "unknown");
                line.WriteNumber("reasonNumber", reason);
            }
            else
            {
                WriteVerdict(line, privilege.Verdict, sentences);
            }

            if (grantedOn is not null && privilege.Verdict is not Verdict.Ungranted)
            {
                line.WriteStrings("grantedOn", [.. grantedOn(privilege.Action)]);
            }

            line.WriteEndObject();
            line.Flush();
            json.WriteRawValue(buffer.WrittenSpan, skipInputValidation: true);
            buffer.ResetWrittenCount();
            line.Reset();
        }

        json.WriteEndArray();
    }

    private static void WriteVerdict(Utf8JsonWriter json, Verdict verdict, Dictionary<string, JsonEncodedText> sentences)
    {
        switch (verdict)
        {
            case Verdict.Used(var evidence):
                json.WriteString(VerdictName, Used);
                json.WriteString(Reason, UsageWords.Reason(verdict));
                WriteEvidence(json, evidence);
                break;
            case Verdict.Ungranted(var evidence, var cause):
                json.WriteString(VerdictName, Ungranted);
                json.WriteString(Reason, cause);
                WriteEvidence(json, evidence);
                WriteUsers(json, ((Verdict.Ungranted)verdict).By);
                break;
            case Verdict.Unused(var because):
                json.WriteString(VerdictName, Unused);
                json.WriteString(Reason, Escaped(because, sentences));
                WriteNoEvidence(json);
                break;
            case Verdict.Unknown(var reason, var because, var settle):
                json.WriteString(VerdictName, Unknown);
                json.WriteString(Reason, Escaped(because, sentences));
                WriteNoEvidence(json);
                json.WriteString(UnknownReasonName, JsonText.Word(reason));
                json.WriteString(Settle, Escaped(settle, sentences));
                break;
        }
    }

    /// <summary>Verdicts without evidence share few sentences.</summary>
    private static JsonEncodedText Escaped(string sentence, Dictionary<string, JsonEncodedText> sentences)
    {
        if (!sentences.TryGetValue(sentence, out JsonEncodedText escaped))
        {
            sentences.Add(sentence, escaped = JsonEncodedText.Encode(sentence));
        }

        return escaped;
    }

    private static void WriteEvidence(Utf8JsonWriter json, UseEvidence evidence)
    {
        json.WriteNumber("count", evidence.Count);
        json.WriteTime("firstUsed", evidence.First);
        json.WriteTime("lastUsed", evidence.Last);
        json.WriteStrings("regions", evidence.Regions);
        json.WriteStrings("events", evidence.Events);
        json.WriteBoolean("inferred", evidence.Inferred);
        if (!evidence.Resources.IsEmpty)
        {
            json.WriteStrings("resources", evidence.Resources);
        }
    }

    private static void WriteUsers(Utf8JsonWriter json, ImmutableArray<UsedBy> users)
    {
        if (users.IsEmpty)
        {
            return;
        }

        json.WriteStartArray("by");
        foreach (UsedBy use in users)
        {
            json.WriteStartObject();
            json.WriteString("who", use.Who);
            json.WriteNumber("count", use.Count);
            json.WriteTime("lastUsed", use.Last);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteNoEvidence(Utf8JsonWriter json)
    {
        json.WriteNumber(Count, 0);
        json.WriteNull(FirstUsed);
        json.WriteNull(LastUsed);
    }

    private static void WritePolicies(Utf8JsonWriter json, AssessedPrincipal principal)
    {
        json.WriteStartArray("policies");
        foreach (HeldPolicy policy in principal.Policies)
        {
            json.WriteStartObject();
            json.WriteString("name", policy.Name);
            json.WriteString("arn", policy.Arn);
            json.WriteString("how", policy.How);
            json.WriteBoolean("managedByAws", policy.ManagedByAws);
            json.WriteString("viaGroup", policy.ViaGroup);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteString("trust", principal.Trust);
    }

    public static void WriteOrigins(Utf8JsonWriter json, ImmutableArray<SessionTrace> origins)
    {
        json.WriteStartArray("origins");
        foreach (SessionTrace origin in origins)
        {
            json.WriteStartObject();
            json.WriteStrings("chain", origin.Chain);
            json.WriteString("kind", origin.Kind);
            json.WriteString("note", origin.Note);
            json.WriteNumber("sessions", origin.Sessions);
            json.WriteNumber("events", origin.Events);
            json.WriteTime("firstUsed", origin.First);
            json.WriteTime("lastUsed", origin.Last);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
