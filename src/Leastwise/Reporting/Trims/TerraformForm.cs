using System.Text;
using Leastwise.Policies;
using Leastwise.Principals;
using Leastwise.Trimming.Cutting;

namespace Leastwise.Reporting.Trims;

/// <summary>A trim as Terraform: the policies, and their attachments.</summary>
public static class TerraformForm
{
    /// <summary>Writes it.</summary>
    public static string Write(TrimResult result)
    {
        TrimSubject subject = result.Subject;
        string kind = subject.Kind.ToString().ToLowerInvariant();
        var text = new StringBuilder();
        text.Append(ShellText.Comment($"Trim of {subject.Label}, {subject.Arn}")).Append('\n');
        text.Append(ShellText.Comment(TrimWords.Summary(result))).Append('\n');
        text.Append(subject.IsReserved ? "# IAM Identity Center writes this role's policies: name the policy in its permission set; it cannot be attached here.\n" : "");
        foreach (NamedPolicy source in subject.Kind == SubjectKind.Policy ? [] : subject.Sources)
        {
            text.Append(ShellText.Comment($"It takes the place of {(source.Kind == PolicyKind.Inline ? "the inline policy " : "")}{source.Arn ?? source.Name}; remove that.")).Append('\n');
        }

        for (int i = 0; i < result.Policies.Length; i++)
        {
            NamedPolicy policy = result.Policies[i];
            string label = Label(policy.Name);
            bool replaces = subject.Kind == SubjectKind.Policy && i == 0;
            text.Append(replaces ? $"\n# terraform import aws_iam_policy.{label} {Legible.Plain(subject.Arn)}\n" : "\n");
            if (result.IsInline)
            {
                text.Append($"resource \"aws_iam_{kind}_policy\" ").Append(Quote(label)).Append(" {\n");
                text.Append("  name   = ").Append(Quote(policy.Name)).Append('\n');
                text.Append($"  {kind}{new string(' ', 6 - kind.Length)} = ").Append(Quote(subject.Name)).Append('\n');
                text.Append("  policy = <<POLICY\n").Append(Literal(PolicyWriter.Write(policy.Document))).Append("\nPOLICY\n}\n");
                continue;
            }

            text.Append("resource \"aws_iam_policy\" ").Append(Quote(label)).Append(" {\n");
            text.Append("  name   = ").Append(Quote(replaces ? subject.Name : policy.Name)).Append('\n');
            text.Append("  policy = <<POLICY\n").Append(Literal(PolicyWriter.Write(policy.Document))).Append("\nPOLICY\n}\n");
            if (subject is { Kind: not SubjectKind.Policy, IsReserved: false })
            {
                text.Append($"\nresource \"aws_iam_{kind}_policy_attachment\" ").Append(Quote(label)).Append(" {\n");
                text.Append($"  {kind} = ").Append(Quote(subject.Name)).Append('\n');
                text.Append(' ', 2).Append("policy_arn = aws_iam_policy.").Append(label).Append(".arn\n}\n");
            }
        }

        return text.ToString();
    }

    private static string Label(string name)
    {
        string label = string.Concat(name.Select(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' ? c : '_'));
        return char.IsAsciiDigit(label[0]) || label[0] == '-' ? $"_{label}" : label;
    }

    private static string Quote(string text) => $"\"{Literal(text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal))}\"";

    /// <summary>Terraform puts values in the place of <c>${…}</c> and <c>%{…}</c>, in texts as in heredocs; doubled, they stay.</summary>
    private static string Literal(string text) => text.Replace("${", "$${", StringComparison.Ordinal).Replace("%{", "%%{", StringComparison.Ordinal);
}
