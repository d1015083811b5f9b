using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Leastwise.Text;

namespace Leastwise.Policies.Templates;

/// <summary>
/// Reads policies from what people have: a policy document, a list of documents or statements, an answer of AWS that holds one, a CloudFormation
/// template in YAML or JSON, a Terraform plan in JSON.
/// </summary>
public static class PolicyFileReader
{
    private static readonly string[] Holders = ["Document", "PolicyDocument", "AssumeRolePolicyDocument", "Policy", "PolicyVersion"];

    /// <summary>Reads the text of a file. Never throws for what it holds.</summary>
    /// <param name="utf8">The text.</param>
    /// <param name="file">The file's name, for places and for policies without one.</param>
    public static FoundPolicies Read(byte[] utf8, string file)
    {
        var diagnostics = new DiagnosticCollector();
        string text = Encoding.UTF8.GetString(utf8).TrimStart('\uFEFF');
        IEnumerable<FoundPolicy> found = text.AsSpan().TrimStart() is ['{' or '[' or '%', ..] ? ReadJson(text, file, diagnostics) : ReadYaml(text, file, diagnostics);
        ImmutableArray<FoundPolicy> policies = [.. Distinct(found)];
        diagnostics.AddRange(policies.SelectMany(policy => policy.Document.Diagnostics));
        if (policies.IsEmpty && diagnostics.ToImmutable() is not [{ Severity: DiagnosticSeverity.Error }, ..])
        {
            diagnostics.Add(new(
                DiagnosticSeverity.Error,
                "No policy stands here; give a policy document, a CloudFormation template, or a Terraform plan as 'terraform show -json' prints it. Account details are for 'leastwise scan'.",
                SourcePosition.WholeFile(file)));
        }

        return new FoundPolicies(policies, diagnostics.ToImmutable());
    }

    private static IEnumerable<FoundPolicy> ReadJson(string text, string file, DiagnosticCollector diagnostics)
    {
        // The common case, and the one in which every place is exact.
        if (IsPlain(text))
        {
            PolicyDocument document = PolicyParser.Parse(text, file);
            return [new FoundPolicy(document.Id ?? NameOf(file), UseOf(document), document)];
        }

        TemplateNode? root = TemplateReader.ReadJson(Encoding.UTF8.GetBytes(text), file, diagnostics);
        return root is null ? [] : In(root, file, diagnostics);
    }

    private static IEnumerable<FoundPolicy> ReadYaml(string text, string file, DiagnosticCollector diagnostics) =>
        TemplateReader.ReadYaml(text, file, diagnostics) is { } root ? In(root, file, diagnostics) : [];

    private static IEnumerable<FoundPolicy> In(TemplateNode root, string file, DiagnosticCollector diagnostics) => root switch
    {
        _ when TerraformPlan.Is(root) => TerraformPlan.Find(root, diagnostics),
        _ when CloudFormationTemplate.Is(root) => CloudFormationTemplate.Find(root, diagnostics),
        TemplateList { Items: [var first, ..] } list when first["Effect"] is not null => [Named(NameOf(file), Whole(list))],
        TemplateList list => list.Items.SelectMany((item, place) => Held(item, $"{NameOf(file)} #{place + 1}")),
        _ => Held(root, NameOf(file)),
    };

    // A list of statements is the Statement of a policy that nobody wrote around it.
    private static TemplateMap Whole(TemplateList statements) =>
        new(statements.Position, [("Version", new TemplateText(statements.Position, "2012-10-17")), ("Statement", statements)]);

    /// <summary>The document itself, or that in an answer of AWS: an object, or JSON in a string.</summary>
    private static IEnumerable<FoundPolicy> Held(TemplateNode node, string name)
    {
        string called = node["PolicyName"]?.Text ?? node["RoleName"]?.Text ?? node["Id"]?.Text ?? name;
        if (node["Statement"] is not null)
        {
            return [Named(called, node)];
        }

        if (node is TemplateText { Value: { } text } && text.AsSpan().TrimStart() is ['{' or '%', ..])
        {
            PolicyDocument document = PolicyParser.ParseEncoded(text, node.Position);
            return [new FoundPolicy(called, UseOf(document), document)];
        }

        return Holders.Select(holder => node[holder]).OfType<TemplateNode>().SelectMany(inner => Held(inner, called));
    }

    private static FoundPolicy Named(string name, TemplateNode node)
    {
        PolicyDocument document = TemplateDocument.Of(node);
        return new FoundPolicy(name, UseOf(document), document);
    }

    private static FoundPolicyUse UseOf(PolicyDocument document) =>
        !document.Statements.Any(statement => statement.Principals is not null) ? FoundPolicyUse.Identity
        : document.Statements.All(statement => statement.Resources is null) ? FoundPolicyUse.Trust
        : FoundPolicyUse.Resource;

    // Two policies of one resource may have one name.
    private static IEnumerable<FoundPolicy> Distinct(IEnumerable<FoundPolicy> found)
    {
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (FoundPolicy policy in found)
        {
            int before = seen.GetValueOrDefault(policy.Name);
            seen[policy.Name] = before + 1;
            yield return before == 0 ? policy : policy with { Name = $"{policy.Name} ({before + 1})" };
        }
    }

    private static bool IsPlain(string text)
    {
        var cursor = new JsonCursor(Encoding.UTF8.GetBytes(text), new SourcePosition("", 1, 1));
        if (text.AsSpan().TrimStart() is ['%', ..] || !cursor.Read() || cursor.Token != JsonTokenType.StartObject)
        {
            return text.AsSpan().TrimStart() is ['%', ..];
        }

        while (cursor.Read() && cursor.Token == JsonTokenType.PropertyName)
        {
            if (cursor.Text()?.Equals("Statement", StringComparison.OrdinalIgnoreCase) == true)
            {
                return true;
            }

            cursor.Skip();
        }

        // Half a file may break off before its Statement; then the parser of policies says so best.
        return cursor.Failure is not null && !text.Contains("\"Resources\"", StringComparison.Ordinal) && !text.Contains("planned_values", StringComparison.Ordinal);
    }

    private static string NameOf(string file) => Path.GetFileNameWithoutExtension(file) is { Length: > 0 } name ? name : file;
}
