using System.Collections.Immutable;
using System.Text;

namespace Leastwise.Policies.Templates;

/// <summary>
/// Works out CloudFormation's functions as far as the template alone tells. What only deployment tells becomes <c>${template:…}</c>, a text that may stand
/// for anything: it makes no statement wider than written.
/// </summary>
/// <remarks>
/// Source: "Intrinsic function reference" and "Pseudo parameters reference", AWS CloudFormation Template Reference,
/// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html.
/// </remarks>
internal static class Intrinsics
{
    /// <summary>Whether the map is a call of a function.</summary>
    public static bool IsCall(TemplateNode node, out string function, out TemplateNode argument)
    {
        if (node is TemplateMap { Members: [var only] } && (only.Name is "Ref" or "Condition" || only.Name.StartsWith("Fn::", StringComparison.Ordinal)))
        {
            (function, argument) = only;
            return true;
        }

        (function, argument) = ("", node);
        return false;
    }

    /// <summary>The node's text, functions worked out; null where it is no text but a map or a list.</summary>
    public static string? Text(TemplateNode node)
    {
        if (node is TemplateText text)
        {
            return text.Value;
        }

        if (!IsCall(node, out string function, out TemplateNode argument))
        {
            return null;
        }

        return function switch
        {
            "Ref" => Reference(argument.Text ?? "?"),
            "Fn::Sub" => Sub(argument),
            "Fn::Join" => Join(argument),
            "Fn::GetAtt" => Unknown(argument is TemplateList list ? string.Join('.', list.Items.Select(item => item.Text)) : argument.Text ?? "?"),
            _ => Unknown(function["Fn::".Length..]),
        };
    }

    /// <summary>What deployment tells.</summary>
    public static string Unknown(string name) => $"${{template:{name.Replace('}', ')')}}}";

    // What a name stands for; the partition is assumed to be the commercial one, region and account may be any.
    private static string Reference(string name) => name switch
    {
        "AWS::Partition" => "aws",
        "AWS::URLSuffix" => "amazonaws.com",
        "AWS::AccountId" or "AWS::Region" => "*",
        _ => Unknown(name),
    };

    private static string Sub(TemplateNode argument)
    {
        string pattern = (argument is TemplateList { Items: [var first, ..] } ? first : argument).Text ?? "";
        ImmutableArray<(string Name, TemplateNode Value)> values = argument is TemplateList { Items: [_, TemplateMap map] } ? map.Members : [];
        var text = new StringBuilder();
        for (int at = 0; at < pattern.Length;)
        {
            int open = pattern.IndexOf("${", at, StringComparison.Ordinal);
            int close = open < 0 ? -1 : pattern.IndexOf('}', open);
            if (close < 0)
            {
                return text.Append(pattern, at, pattern.Length - at).ToString();
            }

            text.Append(pattern, at, open - at);
            string name = pattern[(open + 2)..close].Trim();
            // ${!name} is how Sub writes ${name} itself, such as a policy variable.
            _ = name.StartsWith('!') ? text.Append("${").Append(name, 1, name.Length - 1).Append('}')
                : text.Append(values.FirstOrDefault(value => value.Name == name).Value is { } given ? Text(given) ?? Unknown(name) : Reference(name));
            at = close + 1;
        }

        return text.ToString();
    }

    private static string Join(TemplateNode argument) =>
        argument is TemplateList { Items: [TemplateText { Value: { } separator }, TemplateList parts] }
            ? string.Join(separator, parts.Items.Select(part => Text(part) ?? Unknown("Join")))
            : Unknown("Join");
}
