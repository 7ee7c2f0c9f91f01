Hangolo is free software under the GNU General Public License, version 3 or later.
This file is made by the build: every part that is packed with it, its licence, and where its source is.

<#list dependencyMap as part>
${part.getKey().groupId}:${part.getKey().artifactId}:${part.getKey().version}
    licence: ${part.getValue()?join(", or ")}
    source:  ${part.getKey().url!("https://central.sonatype.com/artifact/" + part.getKey().groupId + "/" + part.getKey().artifactId)}
</#list>

Parts of these parts, repacked by ND4J (org.nd4j:guava, org.nd4j:jackson, org.nd4j:protobuf):

com.google.guava:guava:28.0-android, com.google.guava:failureaccess:1.0.1, com.google.guava:listenablefuture:9999.0,
com.google.errorprone:error_prone_annotations:2.5.1, com.google.j2objc:j2objc-annotations:1.3, com.google.code.findbugs:jsr305:3.0.2
    licence: Apache License, Version 2.0
    source:  https://github.com/google/guava, https://github.com/google/error-prone, https://github.com/google/j2objc
com.fasterxml.jackson.core:jackson-core:2.13.3, com.fasterxml.jackson.dataformat:jackson-dataformat-xml:2.13.3,
com.fasterxml.jackson.datatype:jackson-datatype-joda:2.13.3, com.fasterxml.woodstox:woodstox-core:5.1.0
    licence: Apache License, Version 2.0
    source:  https://github.com/FasterXML
org.codehaus.woodstox:stax2-api:3.1.4
    licence: The BSD License
    source:  https://github.com/FasterXML/stax2-api
com.google.protobuf:protobuf-java:3.21.2, com.google.protobuf:protobuf-java-util:3.21.2
    licence: BSD-3-Clause
    source:  https://github.com/protocolbuffers/protobuf

Native libraries inside these parts:

oneDNN (org.bytedeco:dnnl)
    licence: Apache License, Version 2.0
    source:  https://github.com/uxlfoundation/oneDNN
OpenBLAS (org.bytedeco:openblas)
    licence: BSD-3-Clause
    source:  https://github.com/OpenMathLib/OpenBLAS
OpenCL ICD Loader (org.bytedeco:opencl)
    licence: Apache License, Version 2.0
    source:  https://github.com/KhronosGroup/OpenCL-ICD-Loader
libgomp, libgfortran, libquadmath, libgcc_s (org.bytedeco:openblas, org.bytedeco:dnnl, org.nd4j:nd4j-native)
    licence: GPL-3.0-or-later with the GCC Runtime Library Exception
    source:  https://gcc.gnu.org
